package io.procpool.runtime.dispatch;

import io.procpool.ipc.message.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the pool: a function and its items, numbered from 0. What it runs and where results
 * go are opaque here; the rest belongs to {@link PoolState}.
 */
public final class Batch extends Chain.Link<Batch> {

  private static final long MAX_PATIENCE_NANOS = 3_600_000_000_000L;

  private final BatchPayload payload;
  private final BatchSink sink;
  private final Pace pace;
  private final Delivery delivery;
  private final int chunkSize;
  private final long expectedItems;

  private final ArrayDeque<Range> pending = new ArrayDeque<>(2);
  private long pendingItems;
  private long knownItems;
  private long itemsHandedOut;
  private long cancelledFrom = Long.MAX_VALUE;
  private long stoppedFrom = Long.MAX_VALUE;
  private @Nullable Map<Long, Integer> deaths;
  private volatile boolean exhausted = true;
  private long patienceNanos = Rebalance.LATE_NANOS;

  /**
   * A batch without items yet.
   *
   * @param delivery how the caller gets results
   * @param chunkSize items a chunk, as the caller demands; 0 to let chunks size themselves
   * @param expectedItems how many items there will be, or 0 where unknown
   */
  public Batch(
      BatchPayload payload,
      BatchSink sink,
      Pace pace,
      Delivery delivery,
      int chunkSize,
      long expectedItems) {
    this.payload = payload;
    this.sink = sink;
    this.pace = pace;
    this.delivery = delivery;
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

  /** How the caller gets results. */
  public Delivery delivery() {
    return delivery;
  }

  /** Whether all items that are known have ended: what is added now is waited for by workers. */
  public boolean isExhausted() {
    return exhausted;
  }

  int chunkSize() {
    return chunkSize;
  }

  long pendingItems() {
    return pendingItems;
  }

  /** How many items are still to be handed out, those that will come included. */
  long remainingItems() {
    return Math.max(pendingItems, expectedItems - knownItems + pendingItems);
  }

  /** Takes in new items, up to index {@code to}. */
  Range grow(long to) {
    Range added = new Range(knownItems, to);
    knownItems = to;
    return added;
  }

  /** Those of the items that are not cancelled: the first ones. */
  Range wanted(Range items) {
    return new Range(items.from(), Math.clamp(cancelledFrom, items.from(), items.to()));
  }

  boolean isCancelled(long index) {
    return index >= cancelledFrom;
  }

  /** Whether the item is to be stopped even if it runs. */
  boolean isStopped(long index) {
    return index >= stoppedFrom;
  }

  void cancelFrom(long index, boolean stopRunning) {
    cancelledFrom = Math.min(cancelledFrom, index);
    if (stopRunning) {
      stoppedFrom = Math.min(stoppedFrom, index);
    }
  }

  /** How many items workers have. */
  long itemsHandedOut() {
    return itemsHandedOut;
  }

  /** Notes that workers have so many more, or fewer, items of it. */
  void handedOut(long change) {
    itemsHandedOut += change;
    noteExhausted();
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
    noteExhausted();
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
    noteExhausted();
  }

  /** The next pending items: at most {@code most}, never across a border of the caller's chunks. */
  Range take(long most) {
    Range first = pending.removeFirst();
    long end = first.from() + Math.min(most, first.size());
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

  /** Removes the pending items from {@code index} on. */
  List<Range> dropFrom(long index) {
    List<Range> dropped = new ArrayList<>();
    for (int ranges = pending.size(); ranges > 0; ranges--) {
      Range range = pending.removeFirst();
      if (range.from() < index) {
        pending.addLast(new Range(range.from(), Math.min(range.to(), index)));
      }
      if (range.to() > index) {
        Range drop = new Range(Math.max(range.from(), index), range.to());
        pendingItems -= drop.size();
        dropped.add(drop);
      }
    }
    noteExhausted();
    return dropped;
  }

  /** Not for what is taken: it is handed out next. */
  private void noteExhausted() {
    exhausted = itemsHandedOut == 0 && pendingItems == 0;
  }

  /** How long a worker may have items of it before it must have begun. */
  long patienceNanos() {
    return patienceNanos;
  }

  /**
   * Notes that a worker did not begin in time: the next one may take twice as long, so that what
   * takes long to arrive does not wander from worker to worker for ever.
   */
  void beMorePatient() {
    patienceNanos = Math.min(2 * patienceNanos, MAX_PATIENCE_NANOS);
  }

  /** Counts a worker's death while it ran the item; how many there were. */
  int countDeath(long index) {
    if (deaths == null) {
      deaths = new HashMap<>();
    }
    return deaths.merge(index, 1, Integer::sum);
  }
}
