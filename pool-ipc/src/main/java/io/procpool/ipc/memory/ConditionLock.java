package io.procpool.ipc.memory;

/** What a condition asks of its lock. */
interface ConditionLock {

  boolean isHeldByCurrentThread();

  /**
   * Frees the lock however often the calling thread holds it.
   *
   * @return how often it did, for {@link #acquireAgain}
   * @throws IllegalMonitorStateException if the calling thread does not hold it
   */
  int releaseFully();

  /**
   * Waits for the lock, uninterruptibly, and holds it that often.
   *
   * @throws io.procpool.AbandonedLockException while holding it, if its former holder died
   */
  void acquireAgain(int holds);
}
