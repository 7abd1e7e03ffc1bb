package io.procpool.ipc.memory;

import static io.procpool.ipc.memory.SemaphoreLayout.MOST_OFFSET;
import static io.procpool.ipc.memory.SemaphoreLayout.SLEEPERS;
import static io.procpool.ipc.memory.SemaphoreLayout.WORD_OFFSET;
import static io.procpool.ipc.memory.SemaphoreLayout.permits;

import io.procpool.SharedSemaphore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A {@link SharedSemaphore} in a segment of its own: a count that is its own futex. */
final class SegmentSemaphore implements SharedSemaphore, SegmentObject {

  private final Segment segment;
  private final SharedWords words;
  private final Parker parker;

  SegmentSemaphore(Segment segment) {
    this(segment, Party.current());
  }

  SegmentSemaphore(Segment segment, Party party) {
    this.segment = segment;
    this.words = party.words(segment);
    this.parker = party.parker();
  }

  /** Fills a new semaphore, before any other process knows it. */
  SegmentSemaphore with(int permits, int mostPermits) {
    words.set(MOST_OFFSET, mostPermits);
    words.set(WORD_OFFSET, permits);
    return this;
  }

  @Override
  public void acquire() throws InterruptedException {
    acquire(Long.MAX_VALUE);
  }

  @Override
  public boolean tryAcquire() {
    return take(false);
  }

  @Override
  public boolean tryAcquire(Duration timeout) throws InterruptedException {
    return acquire(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public void release() {
    release(1);
  }

  @Override
  public void release(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("permits must be at least 1: " + count);
    }
    long most = words.get(MOST_OFFSET);
    long seen;
    do {
      seen = words.get(WORD_OFFSET);
      if (permits(seen) + count > most) {
        throw new IllegalStateException(
            "released too often: permits=%d given=%d most=%d; %s"
                .formatted(permits(seen), count, most, segment.path()));
      }
    } while (!words.compareAndSet(WORD_OFFSET, seen, permits(seen) + count));
    if ((seen & SLEEPERS) != 0) {
      parker.unpark(words, WORD_OFFSET, count);
    }
  }

  @Override
  public int availablePermits() {
    return (int) permits(words.get(WORD_OFFSET));
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public String kind() {
    return SharedKind.SEMAPHORE.label();
  }

  @Override
  public Ticket ticket() {
    return SharedKind.SEMAPHORE.ticket(segment);
  }

  @Override
  public void close() {
    SegmentObject.super.close();
  }

  @Override
  public String toString() {
    return segment.shown("SharedSemaphore", () -> "permits=" + availablePermits());
  }

  private boolean acquire(long timeoutNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (take(false)) {
      return true;
    }
    try (Wait wait = Wait.upTo(parker, timeoutNanos)) {
      return acquire(wait);
    }
  }

  private boolean acquire(Wait wait) throws InterruptedException {
    boolean taken = false;
    try {
      while (true) {
        taken = spin(wait.hasSlept());
        if (taken || wait.isOver()) {
          return taken;
        }
        long seen = words.get(WORD_OFFSET);
        long marked = seen | SLEEPERS;
        if (permits(seen) == 0
            && (seen == marked || words.compareAndSet(WORD_OFFSET, seen, marked))) {
          wait.sleep(words, WORD_OFFSET, marked);
        }
      }
    } finally {
      if (!taken && wait.hasSlept()) {
        parker.unpark(words, WORD_OFFSET, 1); // a wake-up that came too late here is another's
      }
    }
  }

  private boolean spin(boolean hasSlept) {
    Spin spin = new Spin();
    do {
      if (take(hasSlept)) {
        return true;
      }
    } while (spin.goOn());
    return false;
  }

  /**
   * Takes a permit if there is one.
   *
   * @param hasSlept others may still sleep: the mark that the giver cleared is set again, and if
   *     there are more permits, one more sleeper is woken
   */
  private boolean take(boolean hasSlept) {
    long seen;
    long left;
    do {
      seen = words.get(WORD_OFFSET);
      if (permits(seen) == 0) {
        return false;
      }
      left = hasSlept ? (seen - 1) | SLEEPERS : seen - 1;
    } while (!words.compareAndSet(WORD_OFFSET, seen, left));
    if (hasSlept && permits(left) > 0) {
      parker.unpark(words, WORD_OFFSET, 1);
    }
    return true;
  }
}
