package io.procpool.runtime.manager;

import java.util.concurrent.locks.Condition;

/** How long a call may wait on a condition still: for ever, so many nanoseconds, or not at all. */
@SuppressWarnings("WaitNotInLoop") // the callers loop
final class Patience {

  private final boolean endless;
  private long left;

  /**
   * So long from the first wait on.
   *
   * @param nanos below 0: for ever
   */
  Patience(long nanos) {
    endless = nanos < 0;
    left = Math.max(0, nanos);
  }

  /** Whether no time ends the wait. */
  boolean isEndless() {
    return endless;
  }

  /** Whether a call that could wait would: else it is to be answered at once. */
  boolean isLeft() {
    return endless || left > 0;
  }

  /**
   * Waits for the condition's signal, or the end of the time. A signal that comes together with an
   * interrupt goes to another that waits, as {@link Condition} promises.
   */
  void await(Condition condition) throws InterruptedException {
    if (endless) {
      condition.await();
    } else {
      left = condition.awaitNanos(left);
    }
  }
}
