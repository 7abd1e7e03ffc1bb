package io.procpool.benchmarks.cases;

import io.procpool.JvmProcess;
import io.procpool.SharedArray;
import io.procpool.SharedBarrier;
import io.procpool.SharedDoubleArray;
import io.procpool.SharedLock;
import io.procpool.SharedLongArray;
import java.util.ArrayList;
import java.util.List;

/** Two processes that want the same lock all the time; the sum of their rates. */
final class LockContended implements Case {

  private static final int PROCESSES = 2;
  private static final int PAIRS = 256_000;
  private static final int CHECKED_EVERY = 64; // so that the count costs next to nothing

  private final Setup setup =
      new Setup(
          SharedLock.create(),
          SharedBarrier.create(PROCESSES + 1),
          SharedArray.ofDouble(PROCESSES),
          SharedArray.ofLong(1));
  private final List<JvmProcess> processes = new ArrayList<>();
  private long expected;

  /** What a child inherits; {@code counted} is changed under the lock only. */
  private record Setup(
      SharedLock lock, SharedBarrier barrier, SharedDoubleArray rates, SharedLongArray counted) {}

  LockContended() {
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(JvmProcess.start(LockContended::run, setup, i));
    }
  }

  @Override
  public Unit unit() {
    return Unit.PAIRS_PER_SECOND;
  }

  @Override
  public double once() throws Exception {
    setup.barrier.await();
    setup.barrier.await();
    expected += (long) PROCESSES * PAIRS / CHECKED_EVERY;
    Check.same(expected, setup.counted.get(0));
    double sum = 0;
    for (int i = 0; i < PROCESSES; i++) {
      sum += setup.rates.get(i);
    }
    return sum;
  }

  private static void run(Setup setup, int index) throws Exception {
    while (true) {
      setup.barrier.await();
      long begin = System.nanoTime();
      for (int i = 0; i < PAIRS; i++) {
        setup.lock.lock();
        try {
          if (i % CHECKED_EVERY == 0) {
            setup.counted.set(0, setup.counted.get(0) + 1);
          }
        } finally {
          setup.lock.unlock();
        }
      }
      setup.rates.set(index, PAIRS / ((System.nanoTime() - begin) / 1e9));
      setup.barrier.await();
    }
  }

  @Override
  public void close() {
    processes.forEach(JvmProcess::kill);
    setup.lock.close();
    setup.barrier.close();
    setup.rates.close();
    setup.counted.close();
  }
}
