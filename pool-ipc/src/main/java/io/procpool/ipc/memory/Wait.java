package io.procpool.ipc.memory;

/**
 * One thread's wait for a word to change: its deadline, its interrupts, and the slices it sleeps
 * in.
 *
 * <p>No sleep is longer than {@value #SLICE_MILLIS} ms, because a process that is killed wakes
 * nobody: whoever waits looks again after each slice, at the word and at the processes it depends
 * on. So a lost wake-up costs a slice and never a hang, and an interrupt is noticed within one.
 */
public final class Wait implements AutoCloseable {

  public static final long SLICE_MILLIS = 50;

  private static final long SLICE_NANOS = SLICE_MILLIS * 1_000_000;

  private final Parker parker;
  private final long startNanos = System.nanoTime();
  private final long timeoutNanos;
  private final boolean interruptible;
  private int rounds;
  private boolean interrupted;

  private Wait(Parker parker, long timeoutNanos, boolean interruptible) {
    this.parker = parker;
    this.timeoutNanos = Math.max(0, timeoutNanos); // what is left is a difference
    this.interruptible = interruptible;
  }

  /** A wait without end that keeps interrupts for later. */
  static Wait uninterruptible(Parker parker) {
    return new Wait(parker, Long.MAX_VALUE, false);
  }

  /** A wait that an interrupt ends; {@link Long#MAX_VALUE} for no deadline. */
  public static Wait upTo(Parker parker, long timeoutNanos) {
    return new Wait(parker, timeoutNanos, true);
  }

  /** How long this wait may go on; {@link Long#MAX_VALUE} for ever. */
  public long remainingNanos() {
    return isEndless() ? Long.MAX_VALUE : timeoutNanos - (System.nanoTime() - startNanos);
  }

  boolean isEndless() {
    return timeoutNanos == Long.MAX_VALUE;
  }

  /** Whether the deadline has passed. */
  public boolean isOver() {
    return remainingNanos() <= 0;
  }

  /** Whether this wait has slept: others may then still be asleep on the same word. */
  public boolean hasSlept() {
    return rounds > 0;
  }

  /**
   * Sleeps a slice at most, while the low half of the word is as expected.
   *
   * @throws InterruptedException if the wait is interruptible and the thread interrupted, at once
   */
  public void sleep(SharedWords words, long offset, long expected) throws InterruptedException {
    sleep(words, offset, expected, SLICE_NANOS);
  }

  /** As {@link #sleep(SharedWords, long, long)}, and no longer than {@code maxNanos}. */
  public void sleep(SharedWords words, long offset, long expected, long maxNanos)
      throws InterruptedException {
    checkInterrupt();
    long nanos = Math.min(Math.min(SLICE_NANOS, maxNanos), remainingNanos());
    parker.park(words, offset, (int) expected, nanos, rounds++);
  }

  /** Notices an interrupt; an uninterruptible wait clears it, so that its sleeps are not empty. */
  public void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      if (interruptible) {
        throw new InterruptedException();
      }
      interrupted = true;
    }
  }

  /** Gives a kept interrupt back to the thread. */
  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
