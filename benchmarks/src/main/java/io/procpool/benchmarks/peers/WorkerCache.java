package io.procpool.benchmarks.peers;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The AOT cache that workers start from. A program that runs for a while gets it made in the
 * background; it is made before anything is measured, because the making would run beside every
 * measurement, and end with each.
 */
public final class WorkerCache {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final long PAUSE_MILLIS = 1000;

  private WorkerCache() {}

  /**
   * Waits until workers start from the cache for these options, which may differ from that for
   * others; false if that does not come about in a minute and a half.
   */
  public static boolean await(List<String> jvmOptions) throws InterruptedException {
    PoolOptions options =
        PoolOptions.defaults().withWorkers(1).withJvmOptions(jvmOptions.toArray(String[]::new));
    long start = System.nanoTime();
    try (Pool _ = Pool.open(options)) { // asks for the cache, and must live until it is made
      while (!isUsed(options)) {
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          return false;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return true;
    }
  }

  private static boolean isUsed(PoolOptions options) {
    try (Pool probe = Pool.open(options)) {
      return probe.apply(WorkerCache::isUsedHere);
    }
  }

  private static boolean isUsedHere() {
    String[] arguments = ProcessHandle.current().info().arguments().orElse(new String[0]);
    return Arrays.stream(arguments).anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
  }
}
