package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Worker;
import io.procpool.WorkerInfo;

/**
 * From the kill of the only worker to a result of its replacement, a warm spare. The task asks for
 * the worker's number: its process id would have a fresh JVM load {@link ProcessHandle} first.
 */
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
    int victim = pool.apply(ReplaceKilled::number, 0);
    long pid = pid(victim);
    Thread.sleep(SPARE_READY_MILLIS); // nothing tells when the next spare is ready
    long begin = System.nanoTime();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    int next;
    do {
      next = pool.apply(ReplaceKilled::number, 0);
    } while (next == victim);
    return (System.nanoTime() - begin) / 1e6;
  }

  private static int number(int any) {
    return Worker.current().orElseThrow().id();
  }

  private long pid(int number) {
    return pool.workers().stream()
        .filter(worker -> worker.id() == number)
        .mapToLong(WorkerInfo::pid)
        .findAny()
        .orElseThrow();
  }

  @Override
  public void close() {
    pool.terminate();
    pool.close();
  }
}
