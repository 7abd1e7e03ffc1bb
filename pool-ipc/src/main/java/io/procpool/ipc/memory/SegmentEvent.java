package io.procpool.ipc.memory;

import static io.procpool.ipc.memory.EventLayout.SET;
import static io.procpool.ipc.memory.EventLayout.SLEEPERS;
import static io.procpool.ipc.memory.EventLayout.WORD_OFFSET;

import io.procpool.SharedEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A {@link SharedEvent} in a segment of its own: a flag that is its own futex. */
final class SegmentEvent implements SharedEvent, SegmentObject {

  private final Segment segment;
  private final SharedWords words;
  private final Parker parker;

  SegmentEvent(Segment segment) {
    this(segment, Party.current());
  }

  SegmentEvent(Segment segment, Party party) {
    this.segment = segment;
    this.words = party.words(segment);
    this.parker = party.parker();
  }

  @Override
  public boolean isSet() {
    return (words.get(WORD_OFFSET) & SET) != 0;
  }

  @Override
  public void set() {
    long seen;
    do {
      seen = words.get(WORD_OFFSET);
      if ((seen & SET) != 0) {
        return;
      }
    } while (!words.compareAndSet(WORD_OFFSET, seen, EventLayout.nextSet(seen)));
    if ((seen & SLEEPERS) != 0) {
      parker.unpark(words, WORD_OFFSET, Integer.MAX_VALUE);
    }
  }

  @Override
  public void clear() {
    long seen;
    do {
      seen = words.get(WORD_OFFSET);
    } while ((seen & SET) != 0 && !words.compareAndSet(WORD_OFFSET, seen, seen & ~SET));
  }

  @Override
  public void await() throws InterruptedException {
    await(Long.MAX_VALUE);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return await(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public String kind() {
    return SharedKind.EVENT.label();
  }

  @Override
  public Ticket ticket() {
    return SharedKind.EVENT.ticket(segment);
  }

  @Override
  public void close() {
    SegmentObject.super.close();
  }

  @Override
  public String toString() {
    return segment.shown("SharedEvent", () -> isSet() ? "set" : "not set");
  }

  private boolean await(long timeoutNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long first = words.get(WORD_OFFSET);
    if ((first & SET) != 0) {
      return true;
    }
    try (Wait wait = Wait.upTo(parker, timeoutNanos)) {
      return await(wait, EventLayout.count(first));
    }
  }

  private boolean await(Wait wait, long countBefore) throws InterruptedException {
    Spin spin = new Spin();
    while (EventLayout.count(words.get(WORD_OFFSET)) == countBefore) {
      if (wait.isOver()) {
        return false;
      }
      if (!spin.goOn()) {
        sleep(wait, countBefore);
      }
    }
    return true;
  }

  private void sleep(Wait wait, long countBefore) throws InterruptedException {
    long seen = words.get(WORD_OFFSET);
    long marked = seen | SLEEPERS;
    // Whether set or cleared meanwhile, the count says so, and the word no longer compares.
    if (EventLayout.count(seen) == countBefore
        && (seen == marked || words.compareAndSet(WORD_OFFSET, seen, marked))) {
      wait.sleep(words, WORD_OFFSET, marked);
    }
  }
}
