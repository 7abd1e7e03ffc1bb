/**
 * Runs in: parent. The parts that need no second process, measured alone by JMH: {@code mvn -q
 * package -Dbench=jmh}. What a call costs in all is in {@link io.procpool.benchmarks.cases}.
 */
@org.jspecify.annotations.NullMarked
package io.procpool.benchmarks.micro;
