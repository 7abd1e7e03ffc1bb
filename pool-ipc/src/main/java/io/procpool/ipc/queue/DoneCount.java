package io.procpool.ipc.queue;

import static io.procpool.ipc.queue.QueueLayout.DONE_OFFSET;

import io.procpool.ipc.memory.Parker;
import io.procpool.ipc.memory.SharedWords;
import io.procpool.ipc.memory.Wait;

/**
 * How many elements are done with, modulo 2^32, beside the ring's own counts of elements put and
 * taken: so a process that dies cannot have counted an element that was not put.
 */
final class DoneCount {

  private final SharedWords words;
  private final Ring ring;
  private final Signal done;
  private final Parker parker;

  DoneCount(SharedWords words, Ring ring, Parker parker) {
    this.words = words;
    this.ring = ring;
    this.done = new Signal(words, QueueLayout.DONE_SIGNAL_OFFSET, parker);
    this.parker = parker;
  }

  /**
   * Counts one more.
   *
   * @throws IllegalStateException if no element was taken that is not done
   */
  void add() {
    long before;
    do {
      before = words.getOrdered(DONE_OFFSET);
      if (ring.elementsTaken() - (int) before <= 0) {
        throw new IllegalStateException(
            "taskDone() was called more often than elements were taken: taken="
                + Integer.toUnsignedString(ring.elementsTaken()));
      }
    } while (!words.compareAndSet(DONE_OFFSET, before, before + 1));
    if (isAllDone()) {
      done.wakeAll();
    }
  }

  /**
   * Waits that long, {@link Long#MAX_VALUE} for ever, until all are done; false if they are not.
   */
  boolean await(long timeoutNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try (Wait wait = Wait.upTo(parker, timeoutNanos)) {
      while (!isAllDone()) {
        if (wait.isOver()) {
          return false;
        }
        long announced = done.announce(Signal.SLEEPERS);
        if (!isAllDone()) {
          done.sleep(wait, announced, Long.MAX_VALUE);
        }
      }
      return true;
    }
  }

  private boolean isAllDone() {
    int seen = (int) words.getOrdered(DONE_OFFSET);
    return seen == ring.elementsPut();
  }
}
