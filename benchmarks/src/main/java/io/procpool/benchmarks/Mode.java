package io.procpool.benchmarks;

/** How much time is spent on a case. */
public enum Mode {
  /** Some minutes, beside CPython and the limits only: good for what differs by half or more. */
  QUICK(2, 400, 200, 1),
  /** Under half an hour. */
  FULL(3, 2000, 1000, 3),
  /** What grows with what, start-up, memory and JVM options; procpool alone. */
  COSTS(1, 1000, 500, 1),
  /** The parts that need no second process, under JMH; about two minutes. */
  JMH(2, 400, 400, 0);

  private final int rounds;
  private final long warmMillis;
  private final long measureMillis;
  private final int pythonRepeats;

  Mode(int rounds, long warmMillis, long measureMillis, int pythonRepeats) {
    this.rounds = rounds;
    this.warmMillis = warmMillis;
    this.measureMillis = measureMillis;
    this.pythonRepeats = pythonRepeats;
  }

  /** How many processes measure each system and case. */
  public int rounds() {
    return rounds;
  }

  /** For how long a JVM repeats its case before it counts; with JMH, one iteration's time. */
  public long warmMillis() {
    return warmMillis;
  }

  /**
   * For how long a JVM repeats its case; the figure is the median, of three at least. With JMH, one
   * iteration's time; the figure is the mean.
   */
  public long measureMillis() {
    return measureMillis;
  }

  /** How many repetitions CPython counts, after one that it does not. */
  public int pythonRepeats() {
    return pythonRepeats;
  }
}
