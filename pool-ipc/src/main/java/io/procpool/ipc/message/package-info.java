/**
 * Runs in: parent and worker. The bodies of the frames between a pool and its workers;
 * docs/PROTOCOL.md draws them.
 */
package io.procpool.ipc.message;
