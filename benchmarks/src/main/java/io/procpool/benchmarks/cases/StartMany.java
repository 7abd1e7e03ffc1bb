package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import io.procpool.WorkerInfo;

/** From nothing until all workers of a new pool wait for tasks, and then until all are gone. */
record StartMany(int workers) implements Case {

  private static final long LOOK_EVERY_MILLIS = 1;

  @Override
  public Unit unit() {
    return Unit.MILLISECONDS;
  }

  @Override
  public boolean isWarm() {
    return false;
  }

  @Override
  public double once() throws Exception {
    long begin = System.nanoTime();
    try (Pool pool = Pool.create(workers)) {
      while (ready(pool) < workers) {
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  private static long ready(Pool pool) {
    return pool.workers().stream().filter(each -> each.state() == WorkerInfo.State.IDLE).count();
  }
}
