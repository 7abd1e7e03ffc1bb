package io.procpool.runtime.manager;

/** How a call waits for what an object lacks. */
interface Waiter {

  /** A thread that waits by itself, and may run code that is not ours. */
  Waiter THREAD =
      new Waiter() {
        @Override
        public boolean isThread() {
          return true;
        }

        @Override
        public boolean await(WaitingLine line, Patience patience) throws InterruptedException {
          line.await(patience);
          return true;
        }
      };

  /** Whether this thread may wait, and run code that is not ours. */
  boolean isThread();

  /**
   * Waits in the line, whose lock the caller holds.
   *
   * @param patience for how long; some is left
   * @return true: look again; false: the call is to say {@link Served#WAITS}
   * @throws InterruptedException if interrupted while waiting
   * @throws IllegalStateException if too many calls wait
   */
  boolean await(WaitingLine line, Patience patience) throws InterruptedException;
}
