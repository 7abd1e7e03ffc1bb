package io.procpool.benchmarks.report;

import io.procpool.benchmarks.cases.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From which size of a task on processes are as good as threads, or better than no pool at all. */
record BreakEven(Results results) {

  private static final String BEGIN = "cpu-bound-";
  private static final String SERIAL = "serial";
  private static final String THREADS = "threads";

  /** As good as a peer, but for a tenth. */
  private static final double AS_GOOD = 0.9;

  /** A size of tasks and procpool's pace there, in that of a peer. */
  record Point(double micros, double ratio) {}

  /** The table and what it says; nothing where it was not measured. */
  String text() {
    List<Series> serial =
        results.series().stream()
            .filter(each -> each.caseName().startsWith(BEGIN) && each.system().equals(SERIAL))
            .toList();
    if (serial.size() < 2) {
      return "";
    }
    StringBuilder table = new StringBuilder("\n## When processes pay\n\n");
    Rows.add(table, "a task of", "procpool", "2 threads", "the caller alone");
    Rows.add(table, "---", "---", "---", "---");
    for (Series each : serial) {
      Rows.add(
          table,
          Numbers.show(micros(each)) + " us",
          pace(each.caseName(), Cases.PROCPOOL),
          pace(each.caseName(), THREADS),
          pace(each.caseName(), SERIAL));
    }
    table.append("\nprocpool reaches 0.9 of two threads ").append(from(serial, THREADS, AS_GOOD));
    table.append(", and is faster than the caller alone ").append(from(serial, SERIAL, 1));
    return table.append(".\n").toString();
  }

  private static double micros(Series serial) {
    return 1e6 / serial.spread().median();
  }

  private String pace(String caseName, String system) {
    return results
        .find(caseName, system)
        .map(each -> Numbers.show(each.spread().median()) + " " + each.unit())
        .orElse("not measured");
  }

  private String from(List<Series> serial, String peer, double ratio) {
    List<Point> points = new ArrayList<>();
    for (Series each : serial) {
      Optional<Series> ours = results.find(each.caseName(), Cases.PROCPOOL);
      Optional<Series> theirs = results.find(each.caseName(), peer);
      if (ours.isPresent() && theirs.isPresent()) {
        points.add(new Point(micros(each), ours.get().timesBetterThan(theirs.get())));
      }
    }
    return where(points, ratio)
        .map(micros -> "from tasks of " + Numbers.show(micros) + " us on")
        .orElse("not up to the largest of these");
  }

  /**
   * The size from which on the ratio is reached everywhere, between two measured sizes by
   * logarithms; empty if it is not reached at the largest.
   */
  static Optional<Double> where(List<Point> points, double ratio) {
    int first = points.size();
    while (first > 0 && points.get(first - 1).ratio() >= ratio) {
      first--;
    }
    if (first == points.size()) {
      return Optional.empty();
    }
    return Optional.of(
        first == 0
            ? points.getFirst().micros()
            : between(points.get(first - 1), points.get(first), ratio));
  }

  private static double between(Point below, Point above, double ratio) {
    double share = (ratio - below.ratio()) / (above.ratio() - below.ratio());
    return below.micros() * Math.pow(above.micros() / below.micros(), share);
  }
}
