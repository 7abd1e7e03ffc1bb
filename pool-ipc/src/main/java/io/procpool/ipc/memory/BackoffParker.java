package io.procpool.ipc.memory;

import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps for a time that doubles with each round, from {@value #FIRST_NANOS} to {@value
 * #LONGEST_NANOS} ns, and needs nobody to wake it: for where there is no futex, and for virtual
 * threads, which give their carrier back meanwhile.
 */
public final class BackoffParker implements Parker {

  /** The only one. */
  public static final BackoffParker INSTANCE = new BackoffParker();

  static final long FIRST_NANOS = 10_000;
  static final long LONGEST_NANOS = 1_000_000;

  private static final int DOUBLINGS = 7;

  private BackoffParker() {}

  @Override
  public void park(SharedWords words, long offset, int expected, long nanos, int round) {
    long pause = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(round, DOUBLINGS));
    LockSupport.parkNanos(this, Math.min(nanos, pause));
  }

  @Override
  public void unpark(SharedWords words, long offset, int count) {
    // Sleepers look by themselves.
  }
}
