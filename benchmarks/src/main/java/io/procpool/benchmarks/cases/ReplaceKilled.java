package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import io.procpool.PoolOptions;

/** From the kill of the only worker to a result of its replacement, a warm spare. */
final class ReplaceKilled implements Case {

  private static final long SPARE_READY_MILLIS = 1000;

  private final Pool pool =
      Pool.open(PoolOptions.defaults().withWorkers(1).withSpareWorkers(1).withRetries(3));

  @Override
  public Unit unit() {
    return Unit.MILLISECONDS;
  }

  @Override
  public double once() throws Exception {
    long victim = pool.apply(() -> ProcessHandle.current().pid());
    Thread.sleep(SPARE_READY_MILLIS); // nothing tells when the next spare is ready
    long begin = System.nanoTime();
    ProcessHandle.of(victim).orElseThrow().destroyForcibly();
    long next;
    do {
      next = pool.apply(() -> ProcessHandle.current().pid());
    } while (next == victim);
    return (System.nanoTime() - begin) / 1e6;
  }

  @Override
  public void close() {
    pool.terminate();
    pool.close();
  }
}
