package io.procpool.benchmarks.cases;

/** A time that is measured once, in a fresh JVM. */
interface ColdTime extends Case {

  @Override
  default Unit unit() {
    return Unit.MILLISECONDS;
  }

  @Override
  default boolean isWarm() {
    return false;
  }
}
