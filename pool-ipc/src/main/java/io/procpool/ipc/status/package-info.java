/**
 * Runs in: parent and worker. The page of shared memory by which a pool sees what its worker does,
 * also when the worker cannot speak any more.
 */
package io.procpool.ipc.status;
