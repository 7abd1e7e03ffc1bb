package io.procpool.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/** How cost grows, a table for each {@link Growth} that was measured. */
record GrowthReport(Results results) {

  /** All tables; nothing where there are none. */
  String text() {
    String tables = Growths.ALL.stream().map(this::table).collect(Collectors.joining());
    return tables.isEmpty() ? "" : "\n## How cost grows\n" + tables;
  }

  private String table(Growth growth) {
    List<Growth.Point> costs = growth.costs(results);
    if (costs.size() < 2) {
      return "";
    }
    double least = costs.stream().mapToDouble(Growth.Point::value).min().orElseThrow();
    StringBuilder table = new StringBuilder("\n### " + growth.title() + "\n\n");
    Rows.add(table, "size", growth.costUnit(), "beside the least");
    Rows.add(table, "---", "---", "---");
    for (Growth.Point point : costs) {
      Rows.add(
          table,
          Numbers.count(point.size()),
          Numbers.show(point.value()),
          Numbers.show(point.value() / least) + " x");
    }
    return table + "\n" + verdict(costs) + " " + growth.explanation() + "\n";
  }

  private static String verdict(List<Growth.Point> costs) {
    long from = Growth.flatFrom(costs);
    String within = " (within " + Numbers.show(Growth.FLAT) + " x)";
    if (from == costs.getFirst().size()) {
      return "Flat" + within + ".";
    }
    return from == costs.getLast().size()
        ? "**Not flat**" + within + "."
        : "Flat" + within + " from " + Numbers.count(from) + " on.";
  }
}
