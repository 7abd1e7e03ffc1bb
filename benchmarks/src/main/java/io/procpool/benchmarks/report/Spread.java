package io.procpool.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/**
 * What several processes measured of the same thing.
 *
 * @param values how many
 */
public record Spread(double min, double median, double max, int values) {

  /**
   * The spread of these values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1
            ? sorted[middle]
            : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    return new Spread(sorted[0], median, sorted[sorted.length - 1], sorted.length);
  }
}
