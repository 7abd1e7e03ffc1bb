/** Runs in: parent. Starting worker JVMs: what to run, how to reach it, and how it ended. */
package io.procpool.runtime.process;
