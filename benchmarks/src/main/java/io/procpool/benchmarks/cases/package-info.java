/**
 * Runs in: parent and worker. What is measured: one small class a case, one process a run ({@link
 * io.procpool.benchmarks.cases.CaseMain}). Every case checks its results.
 */
@org.jspecify.annotations.NullMarked
package io.procpool.benchmarks.cases;
