package io.procpool.ipc.memory;

import static io.procpool.ipc.memory.LockLayout.FURTHER_HOLDS_OFFSET;

import io.procpool.SharedReentrantLock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A {@link SharedReentrantLock} at the start of a segment: one {@link LockWord}, with its holds.
 */
public class SegmentReentrantLock implements SharedReentrantLock, SegmentObject, ConditionLock {

  private final Segment segment;
  private final SharedWords words;
  private final LockWord word;
  private final LockEntrance entrance;

  /** The lock at the start of the segment's contents. */
  public SegmentReentrantLock(Segment segment) {
    this(segment, Party.current());
  }

  SegmentReentrantLock(Segment segment, Party party) {
    this.segment = segment;
    this.words = party.words(segment);
    this.word = new LockWord(words, 0, party);
    this.entrance = new LockEntrance(word, segment);
  }

  @Override
  public void lock() {
    if (!enterAgain()) {
      entrance.enter();
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    enter(Long.MAX_VALUE);
  }

  @Override
  public boolean tryLock() {
    return enterAgain() || entrance.tryEnter();
  }

  @Override
  public boolean tryLock(Duration timeout) throws InterruptedException {
    return enter(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return enter(unit.toNanos(time));
  }

  @Override
  public void unlock() {
    long further = word.isHeldByCurrentThread() ? furtherHolds() : 0;
    if (further > 0) {
      words.set(FURTHER_HOLDS_OFFSET, further - 1);
    } else {
      word.release();
    }
  }

  @Override
  public int holdCount() {
    return word.isHeldByCurrentThread() ? 1 + (int) furtherHolds() : 0;
  }

  @Override
  public boolean isLocked() {
    return word.isHeld();
  }

  @Override
  public boolean isHeldByCurrentThread() {
    return word.isHeldByCurrentThread();
  }

  @Override
  public int releaseFully() {
    int holds = holdCount();
    if (holds > 1) {
      words.set(FURTHER_HOLDS_OFFSET, 0);
    }
    word.release();
    return holds;
  }

  @Override
  public void acquireAgain(int holds) {
    try {
      entrance.enter();
    } finally {
      // Also when told of a dead holder; not when the segment was closed and nothing is held.
      if (segment.isOpen() && word.isHeldByCurrentThread()) {
        words.set(FURTHER_HOLDS_OFFSET, holds - 1);
      }
    }
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public String kind() {
    return SharedKind.REENTRANT_LOCK.label();
  }

  @Override
  public Ticket ticket() {
    return SharedKind.REENTRANT_LOCK.ticket(segment);
  }

  @Override
  public void close() {
    SegmentObject.super.close();
  }

  @Override
  public String toString() {
    return segment.shown("SharedReentrantLock", word::describe);
  }

  private boolean enter(long timeoutNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return enterAgain() || entrance.enter(timeoutNanos);
  }

  private boolean enterAgain() {
    if (!word.isHeldByCurrentThread()) {
      return false;
    }
    long further = furtherHolds();
    if (further == Integer.MAX_VALUE - 1) {
      throw new IllegalStateException("taken too often: holds=" + Integer.MAX_VALUE);
    }
    words.set(FURTHER_HOLDS_OFFSET, further + 1);
    return true;
  }

  private long furtherHolds() {
    return words.get(FURTHER_HOLDS_OFFSET);
  }
}
