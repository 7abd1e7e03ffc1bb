package io.procpool;

import io.procpool.spi.Providers;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Lets threads of several processes wait, holding a lock, until another says that something has
 * changed. All methods but {@link #lock} and {@link #close} need the lock to be held by the calling
 * thread, else they throw {@link IllegalMonitorStateException}.
 *
 * <p>A wait gives the lock back (a reentrant one fully), sleeps, and has the lock again when it
 * ends, however it ends; if the lock was abandoned meanwhile it ends with {@link
 * AbandonedLockException}, holding the lock. A wait may end for no reason, though rarely, so test
 * what you wait for, as {@link #waitFor} does.
 *
 * <p>Waiters are notified in the order they came. Notifying never waits for a waiter. A waiter that
 * dies loses no notification: one meant for it goes to the next, at once if its death is known,
 * else within 100 ms.
 *
 * <p>It travels as a {@link SharedLock} does, and takes its lock with it. At most {@value
 * #MAX_WAITERS} threads can wait at a time. On a virtual thread waiting polls, at least every
 * millisecond.
 */
public interface SharedCondition extends AutoCloseable {

  /** How many threads can wait at a time. */
  int MAX_WAITERS = 1_000;

  /**
   * A condition with a reentrant lock of its own, which closing the condition closes too.
   *
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedCondition create() {
    return Providers.sharedObjects().condition();
  }

  /**
   * A condition for a lock, which stays the caller's to close. A lock may have several.
   *
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedCondition create(SharedLock lock) {
    return Providers.sharedObjects().condition(lock);
  }

  /** The lock that must be held. */
  SharedLock lock();

  /**
   * Waits until notified.
   *
   * @throws InterruptedException if interrupted, with the lock held; noticed within 50 ms
   * @throws SharedResourceException if {@value #MAX_WAITERS} threads wait already
   */
  void await() throws InterruptedException;

  /**
   * Waits at most {@code timeout} until notified.
   *
   * @return false if not notified in time
   * @throws InterruptedException if interrupted, with the lock held; noticed within 50 ms
   * @throws SharedResourceException if {@value #MAX_WAITERS} threads wait already
   */
  boolean await(Duration timeout) throws InterruptedException;

  /**
   * Waits until the test is true; it is run with the lock held, at once and after each
   * notification.
   *
   * @throws InterruptedException if interrupted, with the lock held; noticed within 50 ms
   */
  void waitFor(BooleanSupplier test) throws InterruptedException;

  /**
   * Waits at most {@code timeout} until the test is true.
   *
   * @return the test's last answer
   * @throws InterruptedException if interrupted, with the lock held; noticed within 50 ms
   */
  boolean waitFor(BooleanSupplier test, Duration timeout) throws InterruptedException;

  /** Ends the wait of the one that has waited longest, if any waits. */
  void signal();

  /** Ends the waits of the {@code count} that have waited longest, or of as many as wait. */
  void signal(int count);

  /** Ends the waits of all. */
  void signalAll();

  /** As {@link SharedLock#close}. */
  @Override
  void close();
}
