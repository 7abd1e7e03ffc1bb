package io.procpool.runtime.dispatch;

import io.procpool.PoolOptions;

/**
 * What a pool's options say to its policy, in nanoseconds and counts.
 *
 * @param workers how many workers may be busy at once
 * @param minWorkers how few an idle pool keeps
 * @param spareWorkers how many more are kept started
 * @param maxTasksPerWorker after how many tasks a worker is replaced
 * @param retries how many deaths of its worker an item survives
 * @param times the time limits
 */
public record Limits(
    int workers,
    int minWorkers,
    int spareWorkers,
    long maxTasksPerWorker,
    int retries,
    Times times) {

  /** Time limits in nanoseconds; {@link Long#MAX_VALUE} means none. */
  public record Times(long task, long grace, long start, long startRetry, long idle) {}

  /** The limits that {@code options} set. */
  public static Limits of(PoolOptions options) {
    return new Limits(
        options.workers(),
        options.minWorkers(),
        options.spareWorkers(),
        options.maxTasksPerWorker() == 0 ? Long.MAX_VALUE : options.maxTasksPerWorker(),
        options.retries(),
        new Times(
            options.taskTimeout().isZero() ? Long.MAX_VALUE : nanos(options.taskTimeout()),
            nanos(options.graceTime()),
            nanos(options.startTimeout()),
            nanos(options.startRetry()),
            nanos(options.idleTimeout())));
  }

  private static long nanos(java.time.Duration duration) {
    return java.util.concurrent.TimeUnit.NANOSECONDS.convert(duration);
  }

  /**
   * These limits for another number of workers; the minimum follows if it was equal or would be
   * larger.
   */
  Limits resized(int newWorkers) {
    int min = minWorkers == workers ? newWorkers : Math.min(minWorkers, newWorkers);
    return new Limits(newWorkers, min, spareWorkers, maxTasksPerWorker, retries, times);
  }
}
