package io.procpool.benchmarks.report;

import io.procpool.benchmarks.Machine;
import io.procpool.benchmarks.cases.Cases;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The results as tables in Markdown. */
public record MarkdownReport(Results results, Machine machine, List<String> remarks) {

  /** The whole page. */
  public String text() {
    return """
    # Results

    %s

    Medians of up to %s figures, with the smallest and largest in parentheses; in a case the systems take turns.
    "x" is how many times better procpool is. A goal with "within 3 x" allows to be three times worse.
    "warm" is for how long procpool's JVMs had repeated the case before they counted: until their compilers rested, or the time was up.

    %s%s%s%s%s%s\
    """
        .formatted(
            machine.description(),
            figures(),
            comparisons(),
            limits(),
            new BreakEven(results).text(),
            new GrowthReport(results).text(),
            new OptionsReport(results).text(),
            remarkList());
  }

  private int figures() {
    return results.series().stream().mapToInt(each -> each.spread().values()).max().orElse(0);
  }

  private String comparisons() {
    StringBuilder table = new StringBuilder();
    Rows.add(table, "case", "procpool", "warm", "peers", "goal", "reached");
    Rows.add(table, "---", "---", "---", "---", "---", "---");
    for (String name : results.caseNames()) {
      Optional<Series> ours = results.find(name, Cases.PROCPOOL);
      if (ours.isPresent()) {
        List<Goal> goals = Goals.of(name);
        Rows.add(
            table,
            name,
            show(ours.get()),
            warm(ours.get()),
            peers(ours.get()),
            goals.stream().map(Goal::text).collect(Collectors.joining("<br>")),
            goals.stream().map(this::verdict).collect(Collectors.joining("<br>")));
      }
    }
    return table.toString();
  }

  private static String warm(Series series) {
    return series.warmMillis() == 0 ? "cold" : Numbers.show(series.warmMillis() / 1000) + " s";
  }

  private String peers(Series ours) {
    return results.of(ours.caseName()).stream()
        .filter(each -> !each.system().equals(ours.system()))
        .map(each ->
            each.system()
                + " "
                + show(each)
                + ": **"
                + Numbers.show(ours.timesBetterThan(each))
                + " x**")
        .collect(Collectors.joining("<br>"));
  }

  private String verdict(Goal goal) {
    return goal.reached(results)
        .map(reached -> (reached >= 1 ? "yes" : "**no**") + " (" + Numbers.show(reached) + ")")
        .orElse("not measured");
  }

  private String limits() {
    List<Series> limits =
        results.series().stream().filter(each -> each.system().equals("limit")).toList();
    if (limits.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("\n## The machine's limits\n\n");
    Rows.add(table, "limit", "value");
    Rows.add(table, "---", "---");
    limits.forEach(each -> Rows.add(table, each.caseName(), show(each)));
    return table.toString();
  }

  private String remarkList() {
    return remarks.isEmpty()
        ? ""
        : "\n## Remarks\n\n"
            + remarks.stream().map(each -> "- " + each + "\n").collect(Collectors.joining());
  }

  private static String show(Series series) {
    Spread spread = series.spread();
    return Numbers.show(spread.median())
        + " "
        + series.unit()
        + " ("
        + Numbers.show(spread.min())
        + " to "
        + Numbers.show(spread.max())
        + ")";
  }
}
