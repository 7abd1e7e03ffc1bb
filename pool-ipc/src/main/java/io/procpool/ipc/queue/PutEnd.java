package io.procpool.ipc.queue;

import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.Parker;
import io.procpool.ipc.memory.Spin;
import io.procpool.ipc.memory.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Puts a call's records, waiting for room.
 *
 * <p>A producer that finds the queue full first naps: it wants to be woken when half of the queue
 * is free, so that many elements move per wake-up where both sides are fast. When that did not
 * happen within {@value #NAP_MILLIS} ms, it wants to be woken by the next element taken. It does
 * not wait for ever for the dead: {@link #PATIENCE} after the last process that took was found to
 * have ended, it gives up.
 */
final class PutEnd {

  static final long NAP_MILLIS = 1;

  /** How long a process may take to come in place of consumers that have ended. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(NAP_MILLIS);
  private static final long EAGER_SLEEPER = Signal.SLEEPERS | Signal.EAGER;

  private final Ring ring;
  private final Membership membership;
  private final Signal elements;
  private final Signal room;
  private final Parker parker;
  private final Duration patience;

  PutEnd(
      Ring ring,
      Membership membership,
      Signal elements,
      Signal room,
      Parker parker,
      Duration patience) {
    this.ring = ring;
    this.membership = membership;
    this.elements = elements;
    this.room = room;
    this.parker = parker;
    this.patience = patience;
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
    long aloneSince = 0;
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
        aloneSince = napped ? aloneSince(aloneSince) : 0;
        napped = true;
      }
    }
  }

  /**
   * Since when all that took have been gone, 0 if they have not.
   *
   * @throws SharedResourceException if that is too long ago
   */
  private long aloneSince(long before) {
    List<Long> gone = membership.takersThatHaveGone();
    if (gone.isEmpty()) {
      return 0;
    }
    long now = System.nanoTime() | 1; // never 0
    if (before == 0) {
      return now;
    }
    if (now - before >= patience.toNanos()) {
      throw new SharedResourceException(
          "the queue is full, and the processes that took from it have ended: pids=%s elements=%d waited=%s; start another one that takes, or offer with a timeout"
              .formatted(gone, ring.size(), patience),
          null);
    }
    return before;
  }

  private void spin(int length) {
    Spin spin = new Spin();
    while (!ring.hasRoom(length) && spin.goOn()) {}
  }
}
