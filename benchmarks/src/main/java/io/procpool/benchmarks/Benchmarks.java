package io.procpool.benchmarks;

import io.procpool.benchmarks.cases.Cases;
import io.procpool.benchmarks.cases.CostCases;
import io.procpool.benchmarks.micro.MicroBenchmarks;
import io.procpool.benchmarks.peers.Contestant;
import io.procpool.benchmarks.peers.JvmContestant;
import io.procpool.benchmarks.peers.LimitContestant;
import io.procpool.benchmarks.peers.PythonContestant;
import io.procpool.benchmarks.peers.Run;
import io.procpool.benchmarks.peers.Tools;
import io.procpool.benchmarks.peers.WorkerCache;
import io.procpool.benchmarks.report.ChartReport;
import io.procpool.benchmarks.report.JsonReport;
import io.procpool.benchmarks.report.MarkdownReport;
import io.procpool.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs all systems by turns and writes tables, JSON and a chart. */
@Command(name = "benchmarks", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class Benchmarks implements Callable<Integer> {

  @Parameters(index = "0", defaultValue = "quick", description = "quick, full, costs or jmh")
  private Mode mode = Mode.QUICK;

  @Parameters(index = "1..*", description = "the cases to run (jmh: parts of names); none: all")
  private Set<String> cases = Set.of();

  @Option(names = "--results", defaultValue = "results", description = "where to write")
  private Path directory = Path.of("results");

  @Option(names = "--rounds", description = "processes a case; default: by the mode")
  private @Nullable Integer rounds;

  private final List<String> remarks = new ArrayList<>();
  private boolean failed;

  private Benchmarks() {}

  /** Runs the program; exits with 1 if a run failed. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    if (mode == Mode.JMH) {
      MicroBenchmarks.run(cases, processes(), mode, directory);
      return 0;
    }
    Machine machine = Machine.current(mode);
    awaitCaches();
    Path scratch = Files.createTempDirectory("benchmarks");
    try {
      List<Figure> figures = measure(scratch);
      write(machine, figures);
    } finally {
      delete(scratch);
    }
    return failed ? 1 : 0;
  }

  private void awaitCaches() throws InterruptedException {
    List<List<String>> sets =
        mode == Mode.COSTS ? CostCases.jvmOptions() : List.of(List.<String>of());
    for (List<String> options : sets) {
      if (!WorkerCache.await(options)) {
        remark(
            "no AOT cache for workers came about: they start slowly, and it may be made meanwhile;"
                + " jvmOptions="
                + options);
      }
    }
  }

  private List<Figure> measure(Path scratch) throws IOException, InterruptedException {
    boolean canPin = Tools.isOnPath("taskset");
    if (!canPin) {
      remark("no taskset: nothing is pinned to one CPU");
    }
    var schedule = new Schedule(contestants(scratch), cases, canPin, mode);
    if (!schedule.unknown().isEmpty()) {
      throw new IllegalArgumentException("no such cases in this mode: " + schedule.unknown());
    }
    int wanted = processes();
    List<Figure> figures = new ArrayList<>();
    for (int round = 1; round <= wanted; round++) {
      List<List<Run>> matches = schedule.round();
      for (int i = 0; i < matches.size(); i++) {
        Match match = new Match(scratch, mode, this::fail);
        figures.addAll(match.play(matches.get(i)));
        System.err.printf(
            "round %d of %d, case %d of %d: %s%n",
            round, wanted, i + 1, matches.size(), match.times());
      }
    }
    return figures;
  }

  private int processes() {
    return rounds == null ? mode.rounds() : rounds;
  }

  private void fail(IOException failure) {
    failed = true;
    remark(String.valueOf(failure.getMessage()));
  }

  private List<Contestant> contestants(Path scratch) throws IOException, InterruptedException {
    List<Contestant> contestants = new ArrayList<>();
    LimitContestant.compile(scratch)
        .ifPresentOrElse(
            contestants::add, () -> remark("no cc: the machine's limits are left out"));
    contestants.add(new JvmContestant(Cases.PROCPOOL, mode));
    PythonContestant.find(scratch)
        .ifPresentOrElse(contestants::add, () -> remark("no python3: CPython is left out"));
    Cases.JVM_PEERS.forEach(peer -> contestants.add(new JvmContestant(peer, mode)));
    return contestants;
  }

  private void remark(String text) {
    System.err.println(text);
    remarks.add(text.replace('\n', ' '));
  }

  private void write(Machine machine, List<Figure> figures) throws IOException {
    Results results = Results.of(figures);
    Files.createDirectories(directory);
    String name = mode == Mode.COSTS ? "costs" : "results";
    String text = new MarkdownReport(results, machine, remarks).text();
    Files.writeString(directory.resolve(name + ".md"), text);
    new JsonReport(machine, figures, results).write(directory.resolve(name + ".json"));
    new ChartReport(results).write(directory.resolve(name + ".svg"));
    System.out.println(text);
    System.out.println("written to " + directory.toAbsolutePath());
  }

  private static void delete(Path scratch) throws IOException {
    try (var files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
