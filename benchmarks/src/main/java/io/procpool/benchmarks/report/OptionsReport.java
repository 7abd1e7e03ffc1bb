package io.procpool.benchmarks.report;

import io.procpool.benchmarks.cases.Cases;
import java.util.List;

/** What each set of JVM options of workers costs and gives: one row a set. */
record OptionsReport(Results results) {

  private static final String BEGIN = "jvm-";
  private static final List<String> COLUMNS = List.of("start", "tasks", "allocating", "private");

  /** The table; nothing where there is none. */
  String text() {
    List<String> names =
        results.caseNames().stream()
            .filter(name -> name.startsWith(BEGIN))
            .map(name -> name.substring(BEGIN.length(), name.lastIndexOf('-')))
            .distinct()
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("\n## JVM options of workers\n\n");
    Rows.add(table, "options", "first result", "small tasks", "tasks that allocate", "private");
    Rows.add(table, "---", "---", "---", "---", "---");
    for (String name : names) {
      List<String> cells =
          COLUMNS.stream().map(column -> cell(BEGIN + name + "-" + column)).toList();
      Rows.add(table, name, cells.get(0), cells.get(1), cells.get(2), cells.get(3));
    }
    return table.toString();
  }

  private String cell(String caseName) {
    return results
        .find(caseName, Cases.PROCPOOL)
        .map(series -> Numbers.show(series.spread().median()) + " " + series.unit())
        .orElse("not measured");
  }
}
