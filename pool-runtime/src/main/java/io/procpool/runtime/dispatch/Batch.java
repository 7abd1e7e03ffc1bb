package io.procpool.runtime.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the pool: a function and its items, numbered from 0. What it runs and where results
 * go are opaque here; the fields below them belong to {@link PoolState}.
 */
public final class Batch {

  private final BatchPayload payload;
  private final BatchSink sink;
  private final Pace pace;
  private final int chunkSize;
  private final long expectedItems;

  private final ArrayDeque<Range> pending = new ArrayDeque<>(2);
  private long pendingItems;
  private long knownItems;
  private long cancelledFrom = Long.MAX_VALUE;
  private @Nullable Map<Long, Integer> deaths;
  boolean queued;

  /**
   * A batch without items yet.
   *
   * @param chunkSize items a chunk, as the caller demands; 0 to let chunks size themselves
   * @param expectedItems how many items there will be, or 0 where unknown
   */
  public Batch(BatchPayload payload, BatchSink sink, Pace pace, int chunkSize, long expectedItems) {
    this.payload = payload;
    this.sink = sink;
    this.pace = pace;
    this.chunkSize = chunkSize;
    this.expectedItems = expectedItems;
  }

  /** What to run. */
  public BatchPayload payload() {
    return payload;
  }

  /** Where results go. */
  public BatchSink sink() {
    return sink;
  }

  /** How long its items take. */
  public Pace pace() {
    return pace;
  }

  int chunkSize() {
    return chunkSize;
  }

  long knownItems() {
    return knownItems;
  }

  long pendingItems() {
    return pendingItems;
  }

  /** How many items are still to be handed out, those that will come included. */
  long remainingItems() {
    return Math.max(pendingItems, expectedItems - knownItems + pendingItems);
  }

  /** Takes in new items, up to index {@code to}; up to which index they are wanted. */
  long grow(long to) {
    long from = knownItems;
    knownItems = to;
    return Math.clamp(cancelledFrom, from, to);
  }

  boolean isCancelled(long index) {
    return index >= cancelledFrom;
  }

  void cancelFrom(long index) {
    cancelledFrom = Math.min(cancelledFrom, index);
  }

  void append(Range range) {
    Range last = pending.peekLast();
    if (last != null && last.to() == range.from()) {
      pending.pollLast();
      pending.addLast(new Range(last.from(), range.to()));
    } else {
      pending.addLast(range);
    }
    pendingItems += range.size();
  }

  void putBack(Range range) {
    Range first = pending.peekFirst();
    if (first != null && first.from() == range.to()) {
      pending.pollFirst();
      pending.addFirst(new Range(range.from(), first.to()));
    } else {
      pending.addFirst(range);
    }
    pendingItems += range.size();
  }

  /** The next pending items: at most {@code most}, never across a border of the caller's chunks. */
  Range take(long most) {
    Range first = pending.removeFirst();
    long end = Math.min(first.to(), first.from() + most);
    if (chunkSize > 0) {
      end = Math.min(end, (first.from() / chunkSize + 1) * chunkSize);
    }
    Range taken = new Range(first.from(), end);
    if (end < first.to()) {
      pending.addFirst(new Range(end, first.to()));
    }
    pendingItems -= taken.size();
    return taken;
  }

  /**
   * Removes the last pending range at or above {@code index}, or a part of it; null when there is
   * none.
   */
  @Nullable Range dropFrom(long index) {
    for (Range range : pending) {
      if (range.to() > index) {
        Range dropped = new Range(Math.max(range.from(), index), range.to());
        pending.remove(range);
        if (range.from() < dropped.from()) {
          pending.addFirst(new Range(range.from(), dropped.from()));
        }
        pendingItems -= dropped.size();
        return dropped;
      }
    }
    return null;
  }

  /** Counts a worker's death while it ran the item; how many there were. */
  int countDeath(long index) {
    if (deaths == null) {
      deaths = new HashMap<>();
    }
    return deaths.merge(index, 1, Integer::sum);
  }
}
