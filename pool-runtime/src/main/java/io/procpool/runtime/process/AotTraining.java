package io.procpool.runtime.process;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ipc.exit.SelfKill;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The main class of a training run: opens a pool of one worker that records the classes it loads
 * into an AOT cache, and gives it tasks of the common kinds.
 */
public final class AotTraining {

  /** The worker assembles its cache as it leaves. */
  private static final Duration LEAVING = Duration.ofMinutes(2);

  private AotTraining() {}

  /** A task's argument as users write them. */
  record Sample(String name, int number, List<Double> values) {}

  /**
   * Runs once.
   *
   * @param args the cache's path, then the JVM options it is to depend on
   */
  public static void main(String[] args) {
    Thread watch = new Thread(AotTraining::endWithParent, "procpool-parent");
    watch.setDaemon(true);
    watch.start();
    List<String> flags = workerFlags(List.of(args).subList(1, args.length));
    flags.add("-XX:AOTCacheOutput=" + args[0]);
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(1)
            .withGraceTime(LEAVING)
            .withClassPath(List.of())
            .withJvmOptions(flags.toArray(String[]::new));
    try (Pool pool = Pool.open(options)) {
      train(pool);
    }
  }

  // Standard input is a pipe from the program that asked for the cache: it ends when that is
  // killed.
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said.
      }
    } catch (IOException broken) {
      // As good as its end.
    }
    SelfKill.now();
  }

  /** The worker's options: those given, and a heap that every kind of cache is good for. */
  static List<String> workerFlags(List<String> options) {
    List<String> flags = new ArrayList<>();
    boolean heapGiven = options.stream().anyMatch(o -> o.matches("-Xmx.*|-XX:MaxRAM.*"));
    if (!heapGiven) {
      flags.add("-Xmx256m");
    }
    if (options.stream().noneMatch(o -> o.matches("-XX:\\+Use\\w+GC"))) {
      flags.add("-XX:+UseSerialGC");
    }
    flags.addAll(options);
    return flags;
  }

  private static void train(Pool pool) {
    int offset = 1;
    pool.map(x -> x + offset, List.of(1, 2, 3));
    pool.map(AotTraining::describe, List.of(new Sample("a", 1, List.of(1.0, 2.0))));
    pool.apply(AotTraining::length, new byte[100_000]);
    pool.apply(() -> Map.of("list", List.of("text", 1, 2.0, true), "array", new int[] {1, 2}));
    pool.imap(x -> "" + x, List.of(1L, 2L)).forEachRemaining(result -> {});
    try {
      pool.apply(AotTraining::fail, "reason");
      throw new IllegalStateException("the task did not fail");
    } catch (io.procpool.TaskFailedException expected) {
      // As a worker's tasks do.
    }
  }

  private static String describe(Sample sample) {
    return sample.toString() + sample.values().size();
  }

  private static int length(byte[] bytes) {
    return bytes.length;
  }

  private static String fail(String reason) {
    throw new IllegalArgumentException(reason);
  }
}
