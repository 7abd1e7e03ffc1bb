package io.procpool.benchmarks.cases;

import io.procpool.SharedLock;

/** The first use of shared memory and of native calls in a fresh JVM. */
final class FirstSharedLock implements ColdTime {

  @Override
  public double once() {
    long begin = System.nanoTime();
    try (SharedLock lock = SharedLock.create()) {
      lock.lock();
      try {
        Check.same(true, lock.isLocked());
      } finally {
        lock.unlock();
      }
    }
    return (System.nanoTime() - begin) / 1e6;
  }
}
