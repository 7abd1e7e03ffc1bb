package io.procpool.benchmarks.cases;

/** What a case's value counts. */
public enum Unit {
  MICROSECONDS("us", false),
  MILLISECONDS("ms", false),
  TASKS_PER_SECOND("tasks/s", true),
  MESSAGES_PER_SECOND("messages/s", true),
  PAIRS_PER_SECOND("pairs/s", true),
  CALLS_PER_SECOND("calls/s", true),
  MEGABYTES_PER_SECOND("MB/s", true),
  MEGABYTES("MB", false),
  SHARE_OF_IDEAL("of ideal", true),
  SHARE_OF_MEMORY("of memory", false);

  private final String symbol;
  private final boolean higherIsBetter;

  Unit(String symbol, boolean higherIsBetter) {
    this.symbol = symbol;
    this.higherIsBetter = higherIsBetter;
  }

  /** As it is printed. */
  public String symbol() {
    return symbol;
  }

  /** False for times. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }
}
