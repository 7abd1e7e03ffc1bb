package io.procpool.ipc.queue;

import io.procpool.QueueEndedException;
import io.procpool.ipc.memory.Parker;
import io.procpool.ipc.memory.Spin;
import io.procpool.ipc.memory.Wait;

/** Takes records for a call, waiting for some. */
final class TakeEnd {

  private final Ring ring;
  private final Membership membership;
  private final Signal elements;
  private final Signal room;
  private final Parker parker;

  TakeEnd(Ring ring, Membership membership, Signal elements, Signal room, Parker parker) {
    this.ring = ring;
    this.membership = membership;
    this.elements = elements;
    this.room = room;
    this.parker = parker;
  }

  /** Takes up to {@code max} records that are there now; how many. */
  int poll(Incoming into, int max) {
    membership.takes();
    if (ring.isEmpty()) {
      return 0;
    }
    int taken = ring.take(into, max);
    if (taken > 0) {
      tellProducers();
    }
    return taken;
  }

  /**
   * Waits that long, {@link Long#MAX_VALUE} for ever, for a record; false if that was not enough.
   *
   * @throws QueueEndedException if there is none and the queue has ended
   */
  boolean take(Incoming into, long timeoutNanos) throws InterruptedException {
    if (poll(into, 1) > 0) {
      return true;
    }
    try (Wait wait = Wait.upTo(parker, timeoutNanos)) {
      try {
        return take(into, wait);
      } finally {
        if (wait.hasSlept()) {
          elements.passOn(Signal.SLEEPERS, !ring.isEmpty());
        }
      }
    }
  }

  private boolean take(Incoming into, Wait wait) throws InterruptedException {
    while (true) {
      spin();
      if (poll(into, 1) > 0) {
        return true;
      }
      long announced = elements.announce(Signal.SLEEPERS);
      // In this order: what was put before the queue ended is still taken.
      boolean ended = membership.hasEnded();
      if (ring.isEmpty()) {
        if (ended) {
          throw membership.ended();
        }
        if (wait.isOver()) {
          return false;
        }
        elements.sleep(wait, announced, Long.MAX_VALUE);
      }
    }
  }

  private void tellProducers() {
    long marks = room.marks();
    if (marks != 0 && ((marks & Signal.EAGER) != 0 || ring.isHalfFree())) {
      room.wakeOne();
    }
  }

  private void spin() {
    Spin spin = new Spin();
    while (ring.isEmpty() && spin.goOn()) {}
  }
}
