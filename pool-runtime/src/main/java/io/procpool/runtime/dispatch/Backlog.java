package io.procpool.runtime.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The items that wait for a worker: new ones, and those a worker gave back. What is cancelled does
 * not wait but fails, and once the pool is broken, aborted or has ended, nothing waits any more.
 */
final class Backlog {

  private final Turn turn;
  private final WorkQueue queue = new WorkQueue();
  private @Nullable Failure refusal;

  Backlog(Turn turn) {
    this.turn = turn;
  }

  /** How many items wait. */
  long items() {
    return queue.items();
  }

  boolean isRefusing() {
    return refusal != null;
  }

  /** Takes in new items of the batch, up to index {@code to}. */
  void add(Batch batch, long to) {
    Range wanted = admit(batch, batch.grow(to));
    if (wanted.size() > 0) {
      queue.add(batch, wanted);
    }
  }

  /** Takes items that a worker had and did not end; they go before all others. */
  void putBack(Batch batch, Range items) {
    Range wanted = admit(batch, items);
    if (wanted.size() > 0) {
      queue.putBack(batch, wanted);
    }
  }

  /** Fails what may not wait; returns the rest. */
  private Range admit(Batch batch, Range items) {
    Range wanted = batch.wanted(items);
    fail(batch, new Range(wanted.to(), items.to()), new Failure.Cancelled());
    if (refusal != null) {
      fail(batch, wanted, refusal);
      return new Range(wanted.to(), wanted.to());
    }
    return wanted;
  }

  /** Fails the batch's items from {@code index} on, those that wait and those that will come. */
  void cancel(Batch batch, long index, boolean stopRunning) {
    batch.cancelFrom(index, stopRunning);
    drop(batch, index, new Failure.Cancelled());
  }

  private void drop(Batch batch, long index, Failure reason) {
    for (Range dropped : queue.dropFrom(batch, index)) {
      fail(batch, dropped, reason);
    }
  }

  /** The batch whose turn it is; null when nothing waits. */
  @Nullable Batch first() {
    return queue.first();
  }

  /** Takes at most {@code most} items of the batch, never across a border of its chunks. */
  Range take(Batch batch, long most) {
    return queue.take(batch, most);
  }

  /** Fails all that wait and all that will come; the first reason holds. */
  void refuse(Failure reason) {
    if (refusal == null) {
      refusal = reason;
      Batch batch;
      while ((batch = queue.first()) != null) {
        drop(batch, 0, reason);
      }
    }
  }

  /** Takes items again. */
  void accept() {
    refusal = null;
  }

  /** Gives up the items. */
  void fail(Batch batch, Range items, Failure failure) {
    if (items.size() > 0) {
      turn.then(new PoolAction.Fail(batch, items, failure));
    }
  }
}
