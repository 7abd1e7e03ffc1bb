package io.procpool.runtime.dispatch;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The items a worker was sent and has not reported, oldest first.
 *
 * <p>Everything ever sent to a worker is numbered through: an item's <i>seq</i>. A worker starts
 * items in the order of their seq and reports them in that order, so one count says which are
 * reported and another which are begun. What is taken back has never begun, and its seqs are given
 * again.
 *
 * <pre>{@code
 *           reported         claimed             nextSeq
 * ... reported | begun, not reported | not begun    |
 *              |<-------------- in flight --------->|
 * }</pre>
 */
final class InFlight {

  /** Items of one batch sent in a row. */
  record Assignment(Batch batch, Range items, long firstSeq, long nanosPerItem) {
    long nanos() {
      return items.size() * nanosPerItem;
    }

    /** What is left from the item at place {@code seq} on. */
    Assignment from(long seq) {
      long from = items.from() + seq - firstSeq;
      return new Assignment(batch, new Range(from, items.to()), seq, nanosPerItem);
    }

    /** What comes before the item at place {@code seq}. */
    Assignment until(long seq) {
      long to = items.from() + seq - firstSeq;
      return new Assignment(batch, new Range(items.from(), to), firstSeq, nanosPerItem);
    }

    long lastIndex() {
      return items.to() - 1;
    }

    long endSeq() {
      return firstSeq + items.size();
    }
  }

  /** Bounds the sum of {@link #nanos()}: nobody plans for longer than an hour per item. */
  private static final long MAX_NANOS_PER_ITEM = 3_600_000_000_000L;

  private final ArrayDeque<Assignment> assignments = new ArrayDeque<>(4);
  private long reported;
  private long nextSeq;
  private long nanos;

  boolean isEmpty() {
    return assignments.isEmpty();
  }

  /** How many items. */
  long items() {
    return nextSeq - reported;
  }

  /** How many runs of items of one batch. */
  int assignments() {
    return assignments.size();
  }

  /** How long they are expected to take, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  /** The seq of the oldest item, or of the next one if there is none. */
  long reported() {
    return reported;
  }

  /** The seq the next item sent will have. */
  long nextSeq() {
    return nextSeq;
  }

  @Nullable Assignment oldest() {
    return assignments.peekFirst();
  }

  @Nullable Assignment newest() {
    return assignments.peekLast();
  }

  boolean hasItemsOf(Batch batch, long fromIndex) {
    for (Assignment assignment : assignments) {
      if (assignment.batch() == batch && assignment.items().to() > fromIndex) {
        return true;
      }
    }
    return false;
  }

  /** Marks everything of the batches that are in flight as cancelled. */
  void cancelBatches() {
    assignments.forEach(assignment -> assignment.batch().cancelFrom(0, false));
  }

  /** Notes that items are sent; the seq of the first. */
  long add(Batch batch, Range items, long nanosPerItem) {
    long firstSeq = nextSeq;
    long bounded = Math.min(nanosPerItem, MAX_NANOS_PER_ITEM);
    nextSeq += items.size();
    put(new Assignment(batch, items, firstSeq, bounded), false);
    return firstSeq;
  }

  /** Notes that the first {@code count} items of the oldest assignment are reported. */
  void reportOldest(int count) {
    Assignment oldest = assignments.removeFirst();
    forget(oldest);
    reported += count;
    if (reported < oldest.endSeq()) {
      put(oldest.from(reported), true);
    }
  }

  /** Takes back the newest items, as far as they have not begun; null when there are none left. */
  @Nullable Assignment takeBackFrom(long claimed) {
    Assignment newest = assignments.peekLast();
    if (newest == null || newest.endSeq() <= claimed) {
      return null;
    }
    assignments.removeLast();
    forget(newest);
    Assignment back = newest;
    if (newest.firstSeq() < claimed) {
      put(newest.until(claimed), false);
      back = newest.from(claimed);
    }
    nextSeq = back.firstSeq();
    return back;
  }

  private void put(Assignment assignment, boolean asOldest) {
    nanos += assignment.nanos();
    assignment.batch().handedOut(assignment.items().size());
    if (asOldest) {
      assignments.addFirst(assignment);
    } else {
      assignments.addLast(assignment);
    }
  }

  private void forget(Assignment assignment) {
    nanos -= assignment.nanos();
    assignment.batch().handedOut(-assignment.items().size());
  }
}
