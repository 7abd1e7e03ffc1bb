package io.procpool.benchmarks.cases;

import io.procpool.SharedLock;

/** A shared lock that nobody else wants. */
final class LockAlone implements Case {

  private static final int PAIRS = 200_000;

  private final SharedLock lock = SharedLock.create();

  @Override
  public Unit unit() {
    return Unit.PAIRS_PER_SECOND;
  }

  @Override
  public double once() {
    int pairs = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < PAIRS; i++) {
      lock.lock();
      try {
        pairs++;
      } finally {
        lock.unlock();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Check.same(PAIRS, pairs);
    return pairs / seconds;
  }

  @Override
  public void close() {
    lock.close();
  }
}
