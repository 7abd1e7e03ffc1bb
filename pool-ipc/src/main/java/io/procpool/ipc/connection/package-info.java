/**
 * Runs in: parent and worker. Connections: pipes, whose messages go over a packet socket and which
 * travel to other processes, and those of listeners and clients, whose messages are frames.
 */
package io.procpool.ipc.connection;
