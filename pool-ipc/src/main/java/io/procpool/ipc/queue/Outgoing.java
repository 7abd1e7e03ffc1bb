package io.procpool.ipc.queue;

import io.procpool.ipc.pickle.PickleBuffer;
import java.util.Arrays;

/** The records that one call puts, in their order. One thread at a time; reusable. */
final class Outgoing {

  private static final int FIRST_BYTES = 1024;

  /** Buffers that grew beyond this are not kept. */
  private static final int MAX_KEPT_BYTES = 256 << 10;

  private final PickleBuffer buffer = new PickleBuffer(FIRST_BYTES);
  private int[] ends = new int[1];
  private byte[] kinds = new byte[1];
  private int count;
  private int next;

  /** Where the record to be added is written. */
  PickleBuffer buffer() {
    return buffer;
  }

  /** Makes a record of what was written to the buffer since the last one. */
  void add(int kind) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      kinds = Arrays.copyOf(kinds, 2 * count);
    }
    ends[count] = buffer.length();
    kinds[count] = (byte) kind;
    count++;
  }

  boolean hasNext() {
    return next < count;
  }

  byte[] bytes() {
    return buffer.bytes();
  }

  /** Where the next record's bytes begin. */
  int start() {
    return next == 0 ? 0 : ends[next - 1];
  }

  int length() {
    return ends[next] - start();
  }

  int kind() {
    return kinds[next];
  }

  void advance() {
    next++;
  }

  /** Goes back to that many records before the next. */
  void back(int records) {
    next -= records;
  }

  /** Empties it; false if it has grown too large to be kept. */
  boolean clear() {
    boolean keep = buffer.bytes().length <= MAX_KEPT_BYTES && ends.length <= FIRST_BYTES;
    buffer.clear();
    count = 0;
    next = 0;
    return keep;
  }
}
