package io.procpool.runtime.call;

import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.message.RunBody;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.runtime.dispatch.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a batch of many, in blocks of up to {@value #MAX_BLOCK_ITEMS}. A block is sealed
 * before the dispatcher hears of its items and dropped when all of them have ended; a large item
 * has a block of its own.
 */
final class InputBlocks implements Inputs {

  static final int MAX_BLOCK_ITEMS = 4096;
  private static final int MAX_BLOCK_BYTES = 64 << 10;

  private final TreeMap<Long, Block> blocks = new TreeMap<>(); // guarded by this; by first index
  private volatile long sealedBytes; // written under this: of all that is in blocks

  // The caller's: the block that grows.
  private PickleBuffer bytes = new PickleBuffer(1024);
  private int[] ends = new int[16];
  private @Nullable List<List<Object>> arrays;
  private int count;
  private long arrayBytes;
  private long sealed;

  /** Caller: adds an item; whether the block is full and should be sealed. */
  boolean add(PickleBuffer pickled) {
    RunBody.writeItem(bytes, pickled);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = bytes.length();
    if (!pickled.arrays().isEmpty()) {
      if (arrays == null) {
        arrays = new ArrayList<>();
      }
      while (arrays.size() < count - 1) {
        arrays.add(List.of());
      }
      arrays.add(List.copyOf(pickled.arrays()));
      arrayBytes += LargeArrays.bytes(pickled.arrays());
    }
    return count == MAX_BLOCK_ITEMS || bytes.length() > MAX_BLOCK_BYTES || arrays != null;
  }

  /** Caller: how many items are in no sealed block. */
  int unsealed() {
    return count;
  }

  /** Caller: how many bytes all the items take that are in memory here. */
  long heldBytes() {
    return sealedBytes + bytes.length() + arrayBytes;
  }

  /** Caller: makes what was added ready to be read; the index after the last item. */
  long seal() {
    if (count > 0) {
      Block block =
          new Block(
              sealed,
              Arrays.copyOf(bytes.bytes(), bytes.length()),
              Arrays.copyOf(ends, count),
              arrays == null ? List.of() : arrays,
              bytes.length() + arrayBytes);
      synchronized (this) {
        blocks.put(sealed, block);
        sealedBytes += block.size;
      }
      sealed += count;
      count = 0;
      arrays = null;
      arrayBytes = 0;
      bytes.clear();
      if (bytes.bytes().length > 2 * MAX_BLOCK_BYTES) {
        bytes = new PickleBuffer(1024); // a large item is not to be paid for as long as the call
      }
    }
    return sealed;
  }

  @Override
  public long bytes(Range items) {
    long[] sum = {0};
    visit(items, (block, from, to) -> sum[0] += block.end(to - 1) - block.start(from));
    return sum[0];
  }

  @Override
  public void addTo(OutFrame frame, Range items) {
    visit(
        items,
        (block, from, to) ->
            frame.add(block.bytes, block.start(from), block.end(to - 1) - block.start(from)));
  }

  @Override
  public List<Object> arrays(Range items) {
    List<Object> all = new ArrayList<>(0);
    visit(
        items,
        (block, from, to) -> {
          for (int i = from; i < Math.min(to, block.arrays.size()); i++) {
            all.addAll(block.arrays.get(i));
          }
        });
    return all;
  }

  @Override
  public void release(Range items) {
    visit(items, (block, from, to) -> block.open -= to - from);
    synchronized (this) {
      for (var entry = blocks.floorEntry(items.from());
          entry != null && entry.getKey() < items.to();
          entry = blocks.higherEntry(entry.getKey())) {
        if (entry.getValue().open == 0) {
          blocks.remove(entry.getKey());
          sealedBytes -= entry.getValue().size;
        }
      }
    }
  }

  private interface Visitor {
    void visit(Block block, int from, int to);
  }

  private synchronized void visit(Range items, Visitor visitor) {
    long index = items.from();
    while (index < items.to()) {
      var entry = blocks.floorEntry(index);
      Block block = entry == null ? null : entry.getValue();
      if (block == null || index >= block.first + block.ends.length) {
        return; // released
      }
      int from = (int) (index - block.first);
      int to = (int) Math.min(block.ends.length, items.to() - block.first);
      visitor.visit(block, from, to);
      index = block.first + to;
    }
  }

  private static final class Block {
    final long first;
    final byte[] bytes;
    final int[] ends;
    final List<List<Object>> arrays;
    final long size; // in bytes, arrays included
    int open;

    Block(long first, byte[] bytes, int[] ends, List<List<Object>> arrays, long size) {
      this.first = first;
      this.bytes = bytes;
      this.ends = ends;
      this.arrays = arrays;
      this.size = size;
      this.open = ends.length;
    }

    int start(int item) {
      return item == 0 ? 0 : ends[item - 1];
    }

    int end(int item) {
      return ends[item];
    }
  }
}
