/**
 * Runs in: parent and worker. What an application types: {@link io.procpool.Pool} and its options,
 * tasks, results and failures, and the objects that processes share.
 */
package io.procpool;
