package io.procpool;

import io.procpool.spi.Providers;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/**
 * Where a fixed number of threads, of any processes, wait for each other, again and again.
 *
 * <p>A wait that ends early (timeout, interrupt, a failing action, {@link #abort}, or the death of
 * a process that waits here) breaks the barrier: all waits, now and later, throw {@link
 * BrokenBarrierException} until {@link #reset}. A party that dies before it arrives is not known to
 * the barrier: give waits a timeout where that may happen.
 *
 * <p>It travels as a {@link SharedLock} does. On a virtual thread waiting polls, at least every
 * millisecond.
 */
public interface SharedBarrier extends AutoCloseable {

  /** The most parties a barrier can have. */
  int MAX_PARTIES = 1_000;

  /**
   * A barrier for a number of threads.
   *
   * @throws IllegalArgumentException if {@code parties} is not within 1 and {@value #MAX_PARTIES}
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedBarrier create(int parties) {
    return create(parties, () -> {});
  }

  /**
   * A barrier that runs an action each time it trips: once, in the thread that came last, before
   * the others go on. If it throws, the barrier breaks, and that thread gets what was thrown. It
   * must not use the barrier.
   *
   * @param action travels with the barrier
   * @throws IllegalArgumentException if {@code parties} is not within 1 and {@value #MAX_PARTIES}
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedBarrier create(int parties, RunnableTask action) {
    return Providers.sharedObjects().barrier(parties, action);
  }

  /**
   * Waits until all parties are here.
   *
   * @return the caller's place: {@code parties - 1} for the first that came, 0 for the last
   * @throws BrokenBarrierException if the barrier is broken, or broke or was reset meanwhile
   * @throws InterruptedException if interrupted, which breaks the barrier; noticed within 50 ms
   */
  int await() throws InterruptedException, BrokenBarrierException;

  /**
   * Waits at most {@code timeout} until all parties are here.
   *
   * @return the caller's place: {@code parties - 1} for the first that came, 0 for the last
   * @throws TimeoutException if they were not in time, which breaks the barrier
   * @throws BrokenBarrierException if the barrier is broken, or broke or was reset meanwhile
   * @throws InterruptedException if interrupted, which breaks the barrier; noticed within 50 ms
   */
  int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException;

  /** Breaks the barrier. Waits for a running action to end. */
  void abort();

  /** Makes it as new; who waits gets {@link BrokenBarrierException}. Waits for a running action. */
  void reset();

  /** Whether it is broken. */
  boolean isBroken();

  /** How many threads it takes to trip it. */
  int parties();

  /** How many wait at this moment. */
  int waiting();

  /** As {@link SharedLock#close}. */
  @Override
  void close();
}
