package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import io.procpool.ResultIterator;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;

/** The most live heap of the parent while it reads {@code imap} over many inputs. */
final class LiveHeap implements Case {

  private static final int LOOKS = 10;

  private final int tasks;
  private final Pool pool = Pool.create(Subject.WORKERS);

  LiveHeap(int tasks) {
    this.tasks = tasks;
  }

  @Override
  public Unit unit() {
    return Unit.MEGABYTES;
  }

  @Override
  public boolean isWarm() {
    return false;
  }

  @Override
  public double once() {
    double most = 0;
    int next = 0;
    try (ResultIterator<Integer> results =
        pool.imap(Work::identity, IntStream.range(0, tasks).boxed())) {
      while (results.hasNext()) {
        Check.same(next++, results.next());
        if (next % (tasks / LOOKS) == 0) {
          most = Math.max(most, liveMegabytes());
        }
      }
    }
    Check.same(tasks, next);
    return most;
  }

  private static double liveMegabytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  @Override
  public void close() {
    pool.terminate();
    pool.close();
  }
}
