package io.procpool.benchmarks.report;

/**
 * One system's result in one case.
 *
 * @param caseName with the mark of pinned runs
 * @param warmMillis how long its processes had repeated the case before they counted, the median
 */
public record Series(
    String caseName,
    String system,
    Spread spread,
    String unit,
    boolean higherIsBetter,
    double warmMillis) {

  /** How many times better this is than the other, by the medians; 2 is twice as good. */
  public double timesBetterThan(Series other) {
    double ratio = spread.median() / other.spread.median();
    return higherIsBetter ? ratio : 1 / ratio;
  }
}
