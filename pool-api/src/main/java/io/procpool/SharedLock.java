package io.procpool;

import io.procpool.spi.Providers;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A mutual exclusion lock between processes, in shared memory. Not reentrant, unless it is a {@link
 * SharedReentrantLock}.
 *
 * <p>An owner is one thread of one process. Acquiring and releasing without contention makes no
 * system call. If the holder's process dies, the next acquirer gets the lock and is told so once by
 * {@link AbandonedLockException}, thrown while it holds the lock. A death is noticed within 50 ms
 * by who sleeps, and within 1 ms by who tries. A thread that ends while its process lives still
 * holds its locks. All processes must see each other's pids (one pid namespace).
 *
 * <p>Not fair. An interrupt ends a wait that heeds it within 50 ms. A platform thread that waits
 * longer than some microseconds sleeps in the kernel; a virtual thread leaves its carrier and
 * polls, at least every millisecond.
 *
 * <p>It travels by inheritance: in the arguments of a pool's initializer or of a {@code
 * JvmProcess}. As an argument of a task it is refused with {@link IllegalStateException}, unless
 * {@link PoolOptions#withSharedArguments} lifts the rule. The lock's memory belongs to the process
 * that created it and is freed when that process closes the lock, drops it or ends; a process that
 * has inherited the lock keeps it usable as long as it lives.
 */
public interface SharedLock extends Lock, AutoCloseable {

  /**
   * A new lock, held by nobody.
   *
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedLock create() {
    return Providers.sharedObjects().lock();
  }

  /**
   * Waits until the lock is free and takes it; an interrupt does not end the wait, but is kept.
   *
   * @throws AbandonedLockException while holding the lock, if its former holder died
   * @throws IllegalMonitorStateException if this thread holds it already
   */
  @Override
  void lock();

  /**
   * Waits at most {@code timeout} until the lock is free and takes it.
   *
   * @return false if it was not free in time; zero or negative means one try without waiting
   * @throws AbandonedLockException while holding the lock, if its former holder died
   * @throws InterruptedException if interrupted while waiting
   */
  boolean tryLock(Duration timeout) throws InterruptedException;

  /**
   * Frees the lock and wakes one waiter.
   *
   * @throws IllegalMonitorStateException if this thread does not hold it
   */
  @Override
  void unlock();

  /** Whether any thread of any process holds it at this moment. */
  boolean isLocked();

  /** Whether the calling thread holds it. */
  boolean isHeldByCurrentThread();

  /**
   * Not supported here: make a {@code SharedCondition} for this lock instead.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  default Condition newCondition() {
    throw new UnsupportedOperationException(
        "a SharedLock has no Condition of its own: use SharedCondition");
  }

  /**
   * Frees this process's mapping and, in the creating process, the memory. Using the lock
   * afterwards fails.
   */
  @Override
  void close();
}
