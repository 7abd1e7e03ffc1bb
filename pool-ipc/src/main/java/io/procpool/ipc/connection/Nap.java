package io.procpool.ipc.connection;

import java.util.concurrent.locks.LockSupport;

/**
 * How a virtual thread waits for a socket: it looks, and naps in between, for a time that doubles
 * from 10 us to a millisecond, so that others have its carrier. Kept interrupts are given back at
 * the end.
 */
final class Nap implements AutoCloseable {

  private static final long FIRST_NANOS = 10_000;
  private static final long LONGEST_NANOS = 1_000_000;

  private long nanos = FIRST_NANOS;
  private boolean interrupted;

  /** Whether this thread is to nap rather than to block in the system. */
  static boolean isNeeded() {
    return Thread.currentThread().isVirtual();
  }

  /** Naps, also if interrupted, which is kept for later. */
  void take() {
    interrupted |= Thread.interrupted();
    takeUnlessInterrupted();
  }

  /** Naps, but not if interrupted. */
  void takeUnlessInterrupted() {
    LockSupport.parkNanos(this, nanos);
    nanos = Math.min(2 * nanos, LONGEST_NANOS);
  }

  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
