package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import java.time.Duration;

/** A pool's first result while the AOT cache that its workers lack is being made beside it. */
final class StartWhileCacheIsMade implements ColdTime {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_MILLIS = 20;

  @Override
  public double once() throws Exception {
    Pool.create(1).close(); // asks for the cache
    long asked = System.nanoTime();
    while (ProcessHandle.current().descendants().noneMatch(StartWhileCacheIsMade::makesCache)) {
      if (System.nanoTime() - asked > LIMIT.toNanos()) {
        throw new IllegalStateException("nobody makes a cache: seconds=" + LIMIT.toSeconds());
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return new Start(PoolSubject::new, false).once();
  }

  private static boolean makesCache(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("AotTraining");
  }
}
