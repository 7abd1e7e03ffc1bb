package io.procpool.runtime.call;

import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.runtime.dispatch.Batch;
import io.procpool.runtime.dispatch.PoolEvent;
import org.jspecify.annotations.Nullable;

/**
 * Feeds inputs to a batch: pickles them, gathers them in blocks and tells the dispatcher. For one
 * thread, the caller's.
 */
final class InputFeeder<T extends @Nullable Object> {

  private static final int FEW = 8;
  private static final int KEEP_BYTES = 64 << 10;
  private static final long AWAITED_NANOS = 100_000; // much longer than a block takes to fill

  private final CallContext pool;
  private final Batch batch;
  private final InputBlocks blocks;
  private final int chunkSize;
  private final boolean snapshot;
  private final Pickler pickler;
  private PickleBuffer pickled = new PickleBuffer(256);
  private long added;
  private long published;
  private long publishedAt = System.nanoTime();
  private long publishAfter = 1;

  /**
   * Feeds this batch.
   *
   * @param snapshot whether the arrays of an input may change before they are sent
   */
  InputFeeder(CallContext pool, Batch batch, InputBlocks blocks, int chunkSize, boolean snapshot) {
    this.pool = pool;
    this.batch = batch;
    this.blocks = blocks;
    this.chunkSize = chunkSize;
    this.snapshot = snapshot;
    this.pickler = pool.pickler();
  }

  /** How many inputs were added. */
  long added() {
    return added;
  }

  /**
   * Adds an input; the dispatcher hears of it with others, at the latest by {@link #publishAll}.
   *
   * @throws io.procpool.NotSendableException if it cannot be pickled; it is not added then
   */
  void add(T input) {
    pickled.clear();
    pickler.pickle(input, pickled);
    if (snapshot) {
      pickled.ownArrays(0);
    }
    boolean full = blocks.add(pickled);
    pickled.clear(); // an iterator may stay open for long
    if (pickled.bytes().length > KEEP_BYTES) {
      pickled = new PickleBuffer(256);
    }
    added++;
    if (full || blocks.unsealed() >= publishAfter || isAwaited()) {
      publish();
    }
  }

  /** Whether workers have nothing else, and not only for the moment until a block is full. */
  private boolean isAwaited() {
    return batch.isExhausted() && System.nanoTime() - publishedAt > AWAITED_NANOS;
  }

  /**
   * A batch begins with small blocks, so that all workers have something at once, but with none
   * that is not worth a frame.
   */
  private long publishAfter() {
    long growing = published < FEW * (long) pool.workers() ? 1 : published / FEW;
    return Math.min(
        Math.max(growing, batch.pace().itemsWorthAFrame()), InputBlocks.MAX_BLOCK_ITEMS);
  }

  /**
   * Tells the dispatcher of what was added, but of whole chunks only where the caller chose their
   * size.
   */
  void publish() {
    if (chunkSize <= 1 || added - published >= chunkSize) {
      long sealed = blocks.seal();
      long whole = chunkSize <= 1 ? sealed : sealed - sealed % chunkSize;
      tell(whole);
    }
  }

  /** Tells the dispatcher of all that was added. */
  void publishAll() {
    tell(blocks.seal());
  }

  private void tell(long upTo) {
    if (upTo > published) {
      published = upTo;
      publishedAt = System.nanoTime();
      publishAfter = publishAfter();
      pool.post(new PoolEvent.ItemsAdded(batch, upTo));
    }
  }

  /** How many inputs may be added ahead of the results' reader. */
  long window() {
    return pool.window(batch.pace(), chunkSize);
  }

  /** How many bytes the inputs take that were added and have not ended. */
  long heldBytes() {
    return blocks.heldBytes();
  }
}
