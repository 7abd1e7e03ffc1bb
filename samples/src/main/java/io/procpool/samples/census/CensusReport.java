package io.procpool.samples.census;

import io.procpool.PoolException;
import io.procpool.samples.census.PoolCensus.Outcome;
import io.procpool.samples.census.PoolCensus.Timed;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints a census for people. */
public final class CensusReport {

  private static final int USES_SHOWN = 10;

  private final PrintStream out;

  /** A report that goes to {@code out}. */
  public CensusReport(PrintStream out) {
    this.out = out;
  }

  /** What is going to be counted. */
  public void subject(List<String> paths) {
    long modules = paths.stream().map(JdkImage::module).distinct().count();
    print(
        "Census of JDK %s: %,d class files in %,d modules",
        Runtime.version(), paths.size(), modules);
  }

  /** The counts. */
  public void totals(Census census) {
    print("%nTotals");
    row("class files", census.classFiles());
    row("bytes", census.bytes());
    row("methods", census.methods());
    row("methods with code", census.methodsWithCode());
    row("instructions", census.instructions());
    row("cyclomatic complexity, sum", census.complexity());
    row("methods with complexity > " + Census.COMPLEX, census.complexMethods());
    print(
        "  %-32s %,14.2f", "mean complexity", mean(census.complexity(), census.methodsWithCode()));
  }

  /** The ten most complex methods. */
  public void mostComplex(Census census) {
    print("%nMost complex methods");
    for (MethodComplexity each : census.mostComplex()) {
      print("  %,6d  %s", each.complexity(), each.method());
    }
  }

  /** What is deprecated for removal, and who is used most of it. */
  public void removed(RemovedApi api, Census census) {
    print("%nAPI deprecated for removal");
    row("classes", api.classes().size());
    row("members", api.memberCount());
    row("uses in the JDK itself", census.removedUseCount());
    census.removedUses().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(USES_SHOWN)
        .forEach(use -> print("  %,6d  %s", use.getValue(), use.getKey()));
    int more = census.removedUses().size() - USES_SHOWN;
    if (more > 0) {
      print("          and %,d more", more);
    }
  }

  /** How fast pools of different sizes were; the first is what the others are compared with. */
  public void speed(List<Timed> runs) {
    print("%nSpeed (median pass of warmed pools)");
    print("  %7s %9s %11s %9s", "workers", "seconds", "tasks/s", "speed-up");
    for (Timed run : runs) {
      double speedUp = runs.getFirst().seconds() / run.seconds();
      print(
          "  %,7d %9.3f %,11.0f %9.2f",
          run.workers(), run.seconds(), run.tasksPerSecond(), speedUp);
    }
  }

  /** What two planted failures did to a pass. */
  public void planted(Outcome outcome, Census expected) {
    print("%nPlanted failures: one task that never ends, one that crashes its JVM");
    row("tasks", outcome.census().classFiles() + outcome.failures().size());
    row("succeeded", outcome.census().classFiles());
    row("failed", outcome.failures().size());
    outcome.failures().stream()
        .sorted(Comparator.comparing(failure -> failure.getClass().getSimpleName()))
        .forEach(this::failure);
    print(
        "  %s",
        outcome.census().equals(expected)
            ? "all other counts are as without them"
            : "THE COUNTS ARE NOT AS WITHOUT THEM");
  }

  private void failure(PoolException failure) {
    print("  %s: %s", failure.getClass().getSimpleName(), String.valueOf(failure.getMessage()));
  }

  private void row(String name, long value) {
    print("  %-32s %,14d", name, value);
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private static double mean(long sum, long count) {
    return count == 0 ? 0 : (double) sum / count;
  }
}
