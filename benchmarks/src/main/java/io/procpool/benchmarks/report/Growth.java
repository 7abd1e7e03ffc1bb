package io.procpool.benchmarks.report;

import io.procpool.benchmarks.cases.Cases;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one piece of work costs where there are few or many, small or large of them.
 *
 * @param cases matches the names of its cases; the group is the size
 * @param costUnit of a point's cost
 * @param cost what one piece costs, by the size and what was measured
 * @param explanation why it is not flat everywhere
 */
record Growth(
    String title,
    Pattern cases,
    String costUnit,
    Function<Point, Double> cost,
    String explanation) {

  /** Costs that differ by no more than this are called flat. */
  static final double FLAT = 1.5;

  /** What was measured at a size; later, the cost there. */
  record Point(long size, double value) {}

  /** The costs, from the smallest size to the largest. */
  List<Point> costs(Results results) {
    return results.series().stream()
        .filter(series -> series.system().equals(Cases.PROCPOOL))
        .flatMap(series -> point(series).stream())
        .map(point -> new Point(point.size(), cost.apply(point)))
        .sorted(Comparator.comparingLong(Point::size))
        .toList();
  }

  private Optional<Point> point(Series series) {
    Matcher name = cases.matcher(series.caseName());
    return name.matches()
        ? Optional.of(new Point(Long.parseLong(name.group(1)), series.spread().median()))
        : Optional.empty();
  }

  /** The size from which on all costs are flat; that of the last at worst. */
  static long flatFrom(List<Point> costs) {
    double least = Double.MAX_VALUE;
    double most = 0;
    long from = costs.getLast().size();
    for (Point point : costs.reversed()) {
      least = Math.min(least, point.value());
      most = Math.max(most, point.value());
      if (most > FLAT * least) {
        return from;
      }
      from = point.size();
    }
    return from;
  }
}
