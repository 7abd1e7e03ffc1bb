package io.procpool.runtime.dispatch;

import io.procpool.ipc.message.Delivery;

/**
 * How many items a worker gets at once. A chunk is to be so much work that a frame's cost is small
 * beside it, and so little that a batch spreads evenly and results do not wait for each other where
 * somebody waits for them ({@link Delivery#chunkNanos()}). What the caller demands goes before.
 */
final class ChunkSize {

  /** The most items of a chunk that sizes itself. */
  static final int MAX_ITEMS = 8192;

  /** The most items of a chunk that the caller sizes; larger ones go in several. */
  static final int MAX_ITEMS_DEMANDED = 1 << 16;

  /** Among how many chunks for each worker the rest of a batch is at least spread... */
  private static final long SHARES = 4;

  /** ...unless they would be so small, in nanoseconds of work, that evenness gains little. */
  private static final long SMALL_NANOS = 100_000;

  /** What an item is taken for while nothing is measured, in nanoseconds. */
  private static final long UNKNOWN_NANOS = 1_000_000;

  private ChunkSize() {}

  /** The size of the batch's next chunk, in a pool of so many workers. */
  static long of(Batch batch, int workers) {
    if (batch.chunkSize() > 0) {
      return Math.min(batch.chunkSize(), MAX_ITEMS_DEMANDED);
    }
    long nanosPerItem = batch.pace().nanosPerItem();
    if (nanosPerItem == 0) {
      return 1;
    }
    long remaining = batch.remainingItems();
    long small = Math.min(SMALL_NANOS / nanosPerItem, Math.ceilDiv(remaining, workers));
    long least = Math.max(small, batch.pace().itemsWorthAFrame());
    long fair = Math.max(remaining / (SHARES * workers), least);
    return Math.clamp(
        batch.delivery().chunkNanos() / nanosPerItem, 1, Math.clamp(fair, 1, MAX_ITEMS));
  }

  /** How long an item of the batch is expected to take; a millisecond while unknown. */
  static long nanosPerItem(Batch batch) {
    long measured = batch.pace().nanosPerItem();
    return measured == 0 ? UNKNOWN_NANOS : measured;
  }
}
