/**
 * Runs in: parent and worker. Sockets between processes and machines: addresses, who may connect,
 * and the handshake before the first frame. docs/PROTOCOL.md draws it.
 */
package io.procpool.ipc.network;
