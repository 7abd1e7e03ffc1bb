package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import io.procpool.WorkerInfo;
import java.time.Duration;

/**
 * All workers of a new pool, from nothing until they wait for tasks.
 *
 * @param part what of it counts
 */
record StartMany(int workers, Part part) implements ColdTime {

  private static final long LOOK_EVERY_MILLIS = 5;

  /** What can be counted. */
  enum Part {
    /** The time until all wait for tasks. */
    START,
    /** The CPU time the workers have used until then. */
    CPU,
    /** The time from then until all are gone. */
    STOP
  }

  @Override
  public double once() throws Exception {
    long begin = System.nanoTime();
    double startMillis;
    double cpuMillis;
    long stop;
    try (Pool pool = Pool.create(workers)) {
      while (ready(pool) < workers) {
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
      startMillis = (System.nanoTime() - begin) / 1e6;
      cpuMillis = cpuMillis(pool);
      stop = System.nanoTime();
    }
    double stopMillis = (System.nanoTime() - stop) / 1e6;
    return switch (part) {
      case START -> startMillis;
      case CPU -> cpuMillis;
      case STOP -> stopMillis;
    };
  }

  private static long ready(Pool pool) {
    return pool.workers().stream().filter(each -> each.state() == WorkerInfo.State.IDLE).count();
  }

  private double cpuMillis(Pool pool) {
    Duration sum = Duration.ZERO;
    for (WorkerInfo worker : pool.workers()) {
      sum = sum.plus(cpu(worker.pid()));
    }
    return sum.toNanos() / 1e6;
  }

  private static Duration cpu(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("no CPU time of a worker: pid=" + pid));
  }
}
