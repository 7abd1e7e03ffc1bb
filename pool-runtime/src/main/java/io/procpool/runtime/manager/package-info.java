/**
 * Runs in: parent and worker. A manager's server: the objects, who holds them, and the connections
 * of client processes. It is the parent of the manager's process, or any process that serves.
 *
 * <pre>
 * LocalManagers       starts, serves, connects
 *   ServedManager       a server: its socket, its sessions
 *     Session             one client process: reads calls, answers what need not wait
 *       OpenRequests        calls that are not answered yet
 *         ParkedRequest       one that waits for ever: in an object's WaitingLine, without a thread
 *         ThreadRequest       one with a time limit, or of users' code: on a virtual thread
 *     ObjectTable         objects by number, and who holds them
 *       Served              an object that can be called: ServedMap, ServedLock, ServedUser, …
 * </pre>
 */
package io.procpool.runtime.manager;
