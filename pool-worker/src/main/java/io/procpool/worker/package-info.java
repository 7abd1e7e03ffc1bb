/**
 * Runs in: worker. The child process: one main, one thread that runs tasks, one that watches the
 * channel while it does, one that sends outcomes a long task would hold back.
 */
package io.procpool.worker;
