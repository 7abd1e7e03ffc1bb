/**
 * Runs in: parent and worker. The parts of {@link io.procpool.samples.ReplaceExecutorService}: a
 * service written against {@link java.util.concurrent.ExecutorService}, and what may happen to it.
 */
package io.procpool.samples.replace;
