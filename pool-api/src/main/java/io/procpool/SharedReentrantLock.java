package io.procpool;

import io.procpool.spi.Providers;

/**
 * A {@link SharedLock} that its holder may take again: it is free after as many releases as
 * acquisitions.
 *
 * <p>When a holder's process dies, all its acquisitions are gone with it; the next acquirer holds
 * the lock once and is told by {@link AbandonedLockException}.
 */
public interface SharedReentrantLock extends SharedLock {

  /**
   * A new lock, held by nobody.
   *
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedReentrantLock create() {
    return Providers.sharedObjects().reentrantLock();
  }

  /**
   * Waits until the lock is free or the calling thread holds it already, and takes it; an interrupt
   * does not end the wait, but is kept.
   *
   * @throws AbandonedLockException while holding the lock, if its former holder died
   */
  @Override
  void lock();

  /**
   * Undoes one acquisition of the calling thread; the last one frees the lock and wakes one waiter.
   *
   * @throws IllegalMonitorStateException if this thread does not hold it
   */
  @Override
  void unlock();

  /** How many releases the calling thread owes; 0 if it does not hold the lock. */
  int holdCount();
}
