package io.procpool.surroundings;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import java.time.Duration;

/** A program with one pool, which gives up at the first worker that does not start. */
final class EverydayPool {

  private EverydayPool() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    PoolOptions options = PoolOptions.defaults().withWorkers(1).withStartRetry(Duration.ZERO);
    try (Pool pool = Pool.open(options)) {
      System.out.println(pool.apply(() -> "all works"));
    }
  }
}
