/** Runs in: parent. From figures to medians, ratios, goals, tables and a chart. */
@org.jspecify.annotations.NullMarked
package io.procpool.benchmarks.report;
