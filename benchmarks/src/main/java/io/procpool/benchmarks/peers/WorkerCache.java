package io.procpool.benchmarks.peers;

import io.procpool.Pool;
import java.time.Duration;
import java.util.Arrays;

/**
 * The AOT cache that workers start from. A program that runs for a while gets it made in the
 * background; it is made before anything is measured, because the making would run beside every
 * measurement, and end with each.
 */
public final class WorkerCache {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long PAUSE_MILLIS = 1000;

  private WorkerCache() {}

  /** Waits until workers start from the cache; false if that does not come in minutes. */
  public static boolean await() throws InterruptedException {
    long start = System.nanoTime();
    try (Pool _ = Pool.create(1)) { // asks for the cache, and must live until it is made
      while (!isUsed()) {
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          return false;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return true;
    }
  }

  private static boolean isUsed() {
    try (Pool probe = Pool.create(1)) {
      return probe.apply(WorkerCache::isUsedHere);
    }
  }

  private static boolean isUsedHere() {
    String[] arguments = ProcessHandle.current().info().arguments().orElse(new String[0]);
    return Arrays.stream(arguments).anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
  }
}
