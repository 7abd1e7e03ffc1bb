package io.procpool.ipc.queue;

import io.procpool.ipc.memory.Parker;
import io.procpool.ipc.memory.Spin;
import io.procpool.ipc.memory.Wait;
import java.util.concurrent.TimeUnit;

/**
 * Puts a call's records, waiting for room.
 *
 * <p>A producer that finds the queue full first naps: it wants to be woken when half of the queue
 * is free, so that many elements move per wake-up where both sides are fast. When that did not
 * happen within {@value #NAP_MILLIS} ms, it wants to be woken by the next element taken.
 */
final class PutEnd {

  static final long NAP_MILLIS = 1;

  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(NAP_MILLIS);
  private static final long EAGER_SLEEPER = Signal.SLEEPERS | Signal.EAGER;

  private final Ring ring;
  private final Membership membership;
  private final Signal elements;
  private final Signal room;
  private final Parker parker;

  PutEnd(Ring ring, Membership membership, Signal elements, Signal room, Parker parker) {
    this.ring = ring;
    this.membership = membership;
    this.elements = elements;
    this.room = room;
    this.parker = parker;
  }

  /** Puts what has room now; false if that was not all. */
  boolean offer(Outgoing records) {
    while (records.hasNext()) {
      int put = ring.put(records, membership::requireWriter);
      if (put == 0) {
        return false;
      }
      elements.wakeOne();
    }
    return true;
  }

  /** Waits that long, {@link Long#MAX_VALUE} for ever; false if that was not enough for all. */
  boolean put(Outgoing records, long timeoutNanos) throws InterruptedException {
    if (offer(records)) {
      return true;
    }
    if (timeoutNanos <= 0) {
      return false;
    }
    try (Wait wait = Wait.upTo(parker, timeoutNanos)) {
      try {
        return put(records, wait);
      } finally {
        if (wait.hasSlept()) {
          room.passOn(EAGER_SLEEPER, ring.hasRoom(0));
        }
      }
    }
  }

  private boolean put(Outgoing records, Wait wait) throws InterruptedException {
    boolean napped = false;
    while (true) {
      spin(records.length());
      if (offer(records)) {
        return true;
      }
      if (wait.isOver()) {
        return false;
      }
      long announced = room.announce(napped ? EAGER_SLEEPER : Signal.SLEEPERS);
      membership.requireWriter();
      if (!ring.hasRoom(records.length())) {
        room.sleep(wait, announced, napped ? Long.MAX_VALUE : NAP_NANOS);
        napped = true;
      }
    }
  }

  private void spin(int length) {
    Spin spin = new Spin();
    while (!ring.hasRoom(length) && spin.goOn()) {}
  }
}
