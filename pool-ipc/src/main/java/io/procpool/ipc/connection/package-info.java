/**
 * Runs in: parent and worker. Pipes between processes: messages over a packet socket, and how such
 * a connection travels to another process.
 */
package io.procpool.ipc.connection;
