package io.procpool.runtime.call;

import io.procpool.runtime.dispatch.RunningClock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The sink of an {@code imap}: ends of items, in the order of the inputs or of their arrival. */
final class ResultQueue implements SegmentSink {

  private final Inputs inputs;
  private final boolean ordered;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Queue<Segment> segments; // guarded by lock
  private long next; // guarded by lock: the item whose turn it is, where order counts
  private long arrivedItems; // guarded by lock, with the next two
  private long unreadBytes;
  private long bytesPerResult; // as was seen lately; follows growth at once

  ResultQueue(Inputs inputs, boolean ordered) {
    this.inputs = inputs;
    this.ordered = ordered;
    this.segments =
        ordered
            ? new PriorityQueue<>(Comparator.comparingLong(segment -> segment.items().from()))
            : new ArrayDeque<>();
  }

  @Override
  public void take(Segment segment) {
    inputs.release(segment.items());
    long bytes = segment.bytes();
    lock.lock();
    try {
      segments.add(segment);
      count(segment.items().size(), bytes);
      if (isReady(segments.peek())) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(long items, long bytes) {
    arrivedItems += items;
    unreadBytes += bytes;
    long now = bytes / Math.max(1, items);
    bytesPerResult = Math.max(now, bytesPerResult - (bytesPerResult - now) / 8);
  }

  /**
   * How many bytes the results take that have not been {@link #read}, and those that are to come.
   *
   * @param added how many inputs there were
   */
  long bytes(long added) {
    lock.lock();
    try {
      return unreadBytes + (added - arrivedItems) * bytesPerResult;
    } finally {
      lock.unlock();
    }
  }

  /** All results of a segment that was polled have been read. */
  void read(Segment segment) {
    long bytes = segment.bytes();
    lock.lock();
    try {
      unreadBytes -= bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #poll} would give something. */
  boolean isReady() {
    lock.lock();
    try {
      return isReady(segments.peek());
    } finally {
      lock.unlock();
    }
  }

  /** The next segment; null if it is not there yet. */
  @Nullable Segment poll() {
    lock.lock();
    try {
      if (!isReady(segments.peek())) {
        return null;
      }
      Segment segment = segments.remove();
      next = segment.items().to();
      return segment;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until {@link #isReady}; false if the time is up first. */
  boolean await(long nanos) throws InterruptedException {
    return new RunningClock().await(nanos, this::readyWithin);
  }

  private boolean readyWithin(long nanos) throws InterruptedException {
    long rest = nanos;
    lock.lock();
    try {
      while (!isReady(segments.peek())) {
        if (rest <= 0) {
          return false;
        }
        rest = arrived.awaitNanos(rest);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isReady(@Nullable Segment head) {
    return head != null && (!ordered || head.items().from() == next);
  }
}
