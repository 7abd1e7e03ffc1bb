/** Runs in: parent. The systems that are compared, each run as a program of its own. */
@org.jspecify.annotations.NullMarked
package io.procpool.benchmarks.peers;
