package io.procpool.runtime.dispatch;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The batches that have items nobody has, first come first served. */
final class WorkQueue {

  private final ArrayDeque<Batch> batches = new ArrayDeque<>();
  private long items;

  /** How many items wait. */
  long items() {
    return items;
  }

  /** New items of the batch. */
  void add(Batch batch, Range range) {
    batch.append(range);
    items += range.size();
    if (!batch.queued) {
      batch.queued = true;
      batches.addLast(batch);
    }
  }

  /** Items that a worker had and did not start: before all others. */
  void putBack(Batch batch, Range range) {
    batch.putBack(range);
    items += range.size();
    if (!batch.queued) {
      batch.queued = true;
      batches.addFirst(batch);
    }
  }

  /** The batch whose turn it is; null when nothing waits. */
  @Nullable Batch first() {
    return batches.peekFirst();
  }

  /** Takes items of the first batch. */
  Range take(long most) {
    Batch batch = batches.getFirst();
    Range taken = batch.take(most);
    items -= taken.size();
    if (batch.pendingItems() == 0) {
      batch.queued = false;
      batches.removeFirst();
    }
    return taken;
  }

  /**
   * Removes a run of the batch's waiting items from {@code index} on; null when there are none
   * left.
   */
  @Nullable Range dropFrom(Batch batch, long index) {
    Range dropped = batch.dropFrom(index);
    if (dropped != null) {
      items -= dropped.size();
      if (batch.pendingItems() == 0) {
        batch.queued = false;
        batches.remove(batch);
      }
    }
    return dropped;
  }
}
