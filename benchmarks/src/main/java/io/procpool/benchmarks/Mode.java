package io.procpool.benchmarks;

/** How much time is spent on a case. */
public enum Mode {
  /** About three minutes, beside CPython and the limits: good for what differs by a fifth. */
  QUICK(2, 2, 2500, 200, 1),
  /** Under half an hour, with all peers. */
  FULL(3, 2, 4000, 400, 2),
  /** What grows with what, start-up, memory and JVM options; procpool alone. */
  COSTS(2, 2, 3000, 300, 1),
  /** The parts that need no second process, under JMH; about two minutes. */
  JMH(2, 0, 400, 400, 0);

  private final int rounds;
  private final int turns;
  private final long warmMillis;
  private final long measureMillis;
  private final int pythonRepeats;

  Mode(int rounds, int turns, long warmMillis, long measureMillis, int pythonRepeats) {
    this.rounds = rounds;
    this.turns = turns;
    this.warmMillis = warmMillis;
    this.measureMillis = measureMillis;
    this.pythonRepeats = pythonRepeats;
  }

  /** How many processes measure each system and case. */
  public int rounds() {
    return rounds;
  }

  /** How many figures each process gives, by turns with those of the other systems. */
  public int turns() {
    return turns;
  }

  /**
   * For how long at most a JVM repeats its case until it is warm; with JMH, one iteration's time.
   */
  public long warmMillis() {
    return warmMillis;
  }

  /**
   * For how long a JVM repeats its case in a turn; the figure is the median. With JMH, one
   * iteration's time; the figure is the mean.
   */
  public long measureMillis() {
    return measureMillis;
  }

  /** How many repetitions CPython counts in a turn. */
  public int pythonRepeats() {
    return pythonRepeats;
  }
}
