/**
 * Runs in: parent and worker. A client's side of managers: calls of objects that live in another
 * process.
 *
 * <pre>
 * MapProxy, LockProxy, …      the JDK's and our interfaces, one class a kind
 *   ObjectReference             which object; held while the proxy is reachable
 *     ObjectCaller                where it is: ManagerConnection, or the server itself
 *       ManagerConnection           one a process and manager: calls out, replies in
 *         OpenCalls, CallWire         who waits for what; frames, class table
 *         ReplyReading                which of the waiting threads reads for all
 * ProxyTicket                   what travels of a proxy; ManagerDirectory finds its manager
 * </pre>
 */
package io.procpool.ipc.proxy;
