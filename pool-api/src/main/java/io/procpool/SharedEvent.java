package io.procpool;

import io.procpool.spi.Providers;
import java.time.Duration;

/**
 * A flag between processes, in shared memory, that threads wait for. Setting and clearing never
 * block, whatever becomes of the waiters.
 *
 * <p>It travels as a {@link SharedLock} does. On a virtual thread waiting polls, at least every
 * millisecond.
 */
public interface SharedEvent extends AutoCloseable {

  /**
   * A new event, not set.
   *
   * @throws SharedResourceException if no shared memory could be had
   */
  static SharedEvent create() {
    return Providers.sharedObjects().event();
  }

  /** Whether it is set. */
  boolean isSet();

  /** Sets it and ends the waits of all that wait now, even if it is cleared right after. */
  void set();

  /** Clears it: who waits from here on waits for the next {@link #set}. */
  void clear();

  /**
   * Waits until it is set.
   *
   * @throws InterruptedException if interrupted; noticed within 50 ms
   */
  void await() throws InterruptedException;

  /**
   * Waits at most {@code timeout} until it is set.
   *
   * @return false if it was not set in time
   * @throws InterruptedException if interrupted; noticed within 50 ms
   */
  boolean await(Duration timeout) throws InterruptedException;

  /** As {@link SharedLock#close}. */
  @Override
  void close();
}
