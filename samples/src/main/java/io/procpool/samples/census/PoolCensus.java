package io.procpool.samples.census;

import io.procpool.Pool;
import io.procpool.PoolException;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.TaskFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes the census of class files on a pool: one class file is one task. */
public final class PoolCensus {

  private static final Duration TASK_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration GRACE_TIME = Duration.ofMillis(500);

  /** The crash is intended: without this the JVM prints a page about it and leaves a file. */
  private static final String NO_CRASH_REPORT = "-XX:+SuppressFatalErrorMessage";

  private final List<String> paths;
  private final Progress progress;

  /** A census of these class files. Every pass says so to {@code progress}. */
  public PoolCensus(List<String> paths, Progress progress) {
    this.paths = List.copyOf(paths);
    this.progress = progress;
  }

  /**
   * A census and how long a pass took.
   *
   * @param workers the pool's size
   * @param seconds the median of the timed passes
   */
  public record Timed(Census census, int workers, double seconds) {

    /** Class files analysed in a second. */
    public double tasksPerSecond() {
      return census.classFiles() / seconds;
    }
  }

  /** The sum of the tasks that succeeded, and what became of the others. */
  public record Outcome(Census census, List<PoolException> failures) {}

  /** The first pass: what is deprecated for removal. */
  public RemovedApi removedApi(int workers) {
    try (Pool pool = Pool.create(workers)) {
      return RemovedApi.of(pool.map(CensusTasks::declaredIn, paths).stream().flatMap(List::stream));
    }
  }

  /**
   * The second pass, several times on one pool. Not timed are as many passes as there are workers,
   * so that each worker's JIT has seen about all class files once whatever their number.
   *
   * @param rounds how many passes are timed
   */
  public Timed timed(int workers, int rounds, RemovedApi removed) {
    try (Pool pool = Pool.open(options(workers, removed))) {
      for (int i = 0; i < workers; i++) {
        pass(pool, "warm-up, workers: " + workers);
      }
      double[] seconds = new double[rounds];
      Census census = Census.NONE;
      for (int i = 0; i < rounds; i++) {
        long start = System.nanoTime();
        census = pass(pool, "pass " + (i + 1) + ", workers: " + workers);
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
      Arrays.sort(seconds);
      return new Timed(census, workers, seconds[rounds / 2]);
    }
  }

  /**
   * The second pass once more, with two further tasks in the middle: one never ends, one crashes
   * its JVM.
   */
  public Outcome withPlantedFailures(int workers, RemovedApi removed) {
    List<String> inputs = new ArrayList<>(paths);
    inputs.add(paths.size() / 3, CensusTasks.NEVER_ENDS);
    inputs.add(paths.size() / 3 * 2, CensusTasks.CRASHES);
    PoolOptions options =
        options(workers, removed)
            .withTaskTimeout(TASK_TIMEOUT)
            .withGraceTime(GRACE_TIME)
            .withJvmOptions(NO_CRASH_REPORT);
    try (Pool pool = Pool.open(options)) {
      return sum(pool, CensusTasks::analyseOrFail, inputs, "with planted failures");
    }
  }

  private Census pass(Pool pool, String title) {
    Outcome outcome = sum(pool, CensusTasks::analyse, paths, title);
    for (PoolException failure : outcome.failures()) {
      throw failure;
    }
    return outcome.census();
  }

  private Outcome sum(
      Pool pool, TaskFunction<String, Census> analysis, List<String> inputs, String title) {
    Census sum = Census.NONE;
    List<PoolException> failures = new ArrayList<>();
    try (ResultIterator<Census> results = pool.imapUnordered(analysis, inputs);
        Progress.Bar bar = progress.start(title, inputs.size())) {
      while (results.hasNext()) {
        try {
          sum = sum.plus(results.next());
        } catch (PoolException failure) {
          failures.add(failure);
        }
        bar.step();
      }
    }
    return new Outcome(sum, failures);
  }

  private static PoolOptions options(int workers, RemovedApi removed) {
    return PoolOptions.defaults()
        .withWorkers(workers)
        .withName("census")
        .withInitializer(CensusTasks::initialize, removed);
  }
}
