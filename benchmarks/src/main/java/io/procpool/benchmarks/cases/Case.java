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

  /**
   * What is repeated before it counts: the same, unless another piece of work has the same code
   * compiled sooner.
   *
   * @return a figure that can be compared with that of the last time
   */
  default double warm() throws Exception {
    return once();
  }

  /** Whether it is repeated before it counts; a cold one is done once in a fresh JVM. */
  default boolean isWarm() {
    return true;
  }

  /** How many other JVMs share its work, each of which becomes warm by its own share alone. */
  default int jvms() {
    return Subject.WORKERS;
  }

  /** Ends what was set up. */
  @Override
  default void close() {}
}
