/**
 * Runs in: parent. Measures procpool beside its peers and the machine's limits: {@code mvn -q
 * package -Dbench=quick}. {@link io.procpool.benchmarks.Benchmarks} starts, round by round, one
 * process for each system and case, so that what disturbs the machine disturbs all of them.
 */
@org.jspecify.annotations.NullMarked
package io.procpool.benchmarks;
