package io.procpool.runtime.dispatch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The batches that have items nobody has, first come first served. */
final class WorkQueue {

  private final Chain<Batch> batches = new Chain<>();
  private long items;

  /** How many items wait. */
  long items() {
    return items;
  }

  /** New items of the batch. */
  void add(Batch batch, Range range) {
    batch.append(range);
    items += range.size();
    if (!batches.contains(batch)) {
      batches.addLast(batch);
    }
  }

  /** Items that a worker had and did not end: before all others. */
  void putBack(Batch batch, Range range) {
    batch.putBack(range);
    items += range.size();
    if (!batches.contains(batch)) {
      batches.addFirst(batch);
    }
  }

  /** The batch whose turn it is; null when nothing waits. */
  @Nullable Batch first() {
    return batches.first();
  }

  /** Takes at most {@code most} items of the batch, never across a border of its chunks. */
  Range take(Batch batch, long most) {
    return taken(batch, batch.take(most));
  }

  /** Removes the batch's waiting items from {@code index} on. */
  List<Range> dropFrom(Batch batch, long index) {
    List<Range> dropped = batch.dropFrom(index);
    dropped.forEach(range -> taken(batch, range));
    return dropped;
  }

  private Range taken(Batch batch, Range range) {
    items -= range.size();
    if (batch.pendingItems() == 0) {
      batches.remove(batch);
    }
    return range;
  }
}
