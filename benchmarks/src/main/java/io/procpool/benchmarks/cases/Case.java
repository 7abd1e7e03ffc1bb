package io.procpool.benchmarks.cases;

/** One thing to measure, set up and ready. One thread uses it. */
interface Case extends AutoCloseable {

  /** What {@link #once} counts. */
  Unit unit();

  /**
   * Does the work once and checks its results.
   *
   * @return the figure, in {@link #unit()}
   * @throws IllegalStateException if a result is wrong: no figure is given for wrong results
   */
  double once() throws Exception;

  /** Whether it is repeated before it counts; a cold one is done once in a fresh JVM. */
  default boolean isWarm() {
    return true;
  }

  /** Ends what was set up. */
  @Override
  default void close() {}
}
