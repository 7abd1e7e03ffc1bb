package io.procpool.benchmarks.report;

/** Rows of tables in Markdown. */
final class Rows {

  private Rows() {}

  static void add(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
