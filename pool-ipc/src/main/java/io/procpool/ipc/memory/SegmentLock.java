package io.procpool.ipc.memory;

import io.procpool.SharedLock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A {@link SharedLock} in a segment of its own: one {@link LockWord}. */
final class SegmentLock implements SharedLock, SegmentObject, ConditionLock {

  private final Segment segment;
  private final LockEntrance entrance;
  private final LockWord word;

  SegmentLock(Segment segment) {
    this(segment, Party.current());
  }

  SegmentLock(Segment segment, Party party) {
    this.segment = segment;
    this.word = new LockWord(party.words(segment), 0, party);
    this.entrance = new LockEntrance(word, segment);
  }

  @Override
  public void lock() {
    entrance.enter();
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    entrance.enter(Long.MAX_VALUE);
  }

  @Override
  public boolean tryLock() {
    return entrance.tryEnter();
  }

  @Override
  public boolean tryLock(Duration timeout) throws InterruptedException {
    return entrance.enter(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return entrance.enter(unit.toNanos(time));
  }

  @Override
  public void unlock() {
    word.release();
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
    word.release();
    return 1;
  }

  @Override
  public void acquireAgain(int holds) {
    entrance.enter();
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public String kind() {
    return SharedKind.LOCK.label();
  }

  @Override
  public Ticket ticket() {
    return SharedKind.LOCK.ticket(segment);
  }

  @Override
  public void close() {
    SegmentObject.super.close();
  }

  @Override
  public String toString() {
    return segment.shown("SharedLock", word::describe);
  }
}
