package io.procpool.samples;

import static java.util.Objects.requireNonNull;

import io.procpool.samples.census.Census;
import io.procpool.samples.census.CensusReport;
import io.procpool.samples.census.JdkImage;
import io.procpool.samples.census.PoolCensus;
import io.procpool.samples.census.PoolCensus.Outcome;
import io.procpool.samples.census.PoolCensus.Timed;
import io.procpool.samples.census.Progress;
import io.procpool.samples.census.RemovedApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Reads every class file of the running JDK in worker JVMs and prints what is in them; then shows
 * that a task that never ends and one that crashes its JVM fail alone.
 */
@Command(
    name = "JdkCensus",
    mixinStandardHelpOptions = true,
    description = "Counts what is in every class file of the running JDK, in worker JVMs.")
public final class JdkCensus implements Callable<Integer> {

  @Option(
      names = "--workers",
      description = "worker JVMs; default: the available processors (${DEFAULT-VALUE})")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(names = "--limit", description = "at most so many class files; default: all")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--rounds", description = "timed passes a pool; default: ${DEFAULT-VALUE}")
  private int rounds = 5;

  @Option(
      names = "--no-planted",
      negatable = true,
      description = "leave out the two planted failures")
  private boolean planted = true;

  @Spec private @Nullable CommandSpec spec;

  /** Runs the program and exits: 0 if all is as it should be. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new JdkCensus()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    checkOptions();
    List<String> paths = JdkImage.classFiles().stream().limit(limit).toList();
    CensusReport report = new CensusReport(System.out);
    report.subject(paths);

    PoolCensus onPool = new PoolCensus(paths, Progress.onTerminal());
    RemovedApi removed = onPool.removedApi(workers);
    List<Timed> runs = new ArrayList<>();
    runs.add(onPool.timed(1, rounds, removed));
    if (workers > 1) {
      runs.add(onPool.timed(workers, rounds, removed));
    }
    Census census = runs.getLast().census();

    report.totals(census);
    report.mostComplex(census);
    report.removed(removed, census);
    report.speed(runs);
    return planted ? plantedFailures(onPool, removed, census, report) : 0;
  }

  private int plantedFailures(
      PoolCensus onPool, RemovedApi removed, Census expected, CensusReport report) {
    Outcome outcome = onPool.withPlantedFailures(workers, removed);
    report.planted(outcome, expected);
    return outcome.failures().size() == 2 && outcome.census().equals(expected) ? 0 : 1;
  }

  private void checkOptions() {
    if (workers < 1 || limit < 1 || rounds < 1) {
      throw new ParameterException(
          requireNonNull(spec).commandLine(), "--workers, --limit and --rounds must be at least 1");
    }
  }
}
