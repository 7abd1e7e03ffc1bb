package io.procpool;

import io.procpool.spi.Providers;
import java.time.Duration;

/**
 * A count of permits between processes, in shared memory. Whoever takes a permit need not be who
 * gives it back, so the permits of a process that dies are not returned: where that matters, use a
 * {@link SharedLock}. A waiter's death harms nobody.
 *
 * <p>Taking and giving back without waiting makes no system call. Not fair. It travels as a {@link
 * SharedLock} does. On a virtual thread waiting polls, at least every millisecond.
 */
public interface SharedSemaphore extends AutoCloseable {

  /** The most permits a semaphore can have. */
  int MAX_PERMITS = Integer.MAX_VALUE;

  /**
   * A semaphore that may be given more permits than it started with.
   *
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedSemaphore create(int permits) {
    return Providers.sharedObjects().semaphore(permits, MAX_PERMITS);
  }

  /**
   * A semaphore that never has more permits than it started with: a release too many fails, where
   * {@link #create} would hide the mistake.
   *
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedSemaphore createBounded(int permits) {
    return Providers.sharedObjects().semaphore(permits, permits);
  }

  /**
   * Waits for a permit and takes it.
   *
   * @throws InterruptedException if interrupted; noticed within 50 ms
   */
  void acquire() throws InterruptedException;

  /** Takes a permit if there is one now. */
  boolean tryAcquire();

  /**
   * Waits at most {@code timeout} for a permit and takes it.
   *
   * @return false if there was none in time; zero or negative means one try without waiting
   * @throws InterruptedException if interrupted; noticed within 50 ms
   */
  boolean tryAcquire(Duration timeout) throws InterruptedException;

  /**
   * Gives one permit and wakes one waiter; never blocks.
   *
   * @throws IllegalStateException if there would be more permits than allowed
   */
  void release();

  /**
   * Gives permits and wakes as many waiters; never blocks.
   *
   * @throws IllegalArgumentException if {@code permits} is below 1
   * @throws IllegalStateException if there would be more permits than allowed; none is given then
   */
  void release(int permits);

  /** The permits there are at this moment. */
  int availablePermits();

  /** As {@link SharedLock#close}. */
  @Override
  void close();
}
