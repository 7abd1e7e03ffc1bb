package io.procpool.ipc.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records that one call takes, in their order. One thread at a time; reusable. */
final class Incoming {

  private static final int FIRST_BYTES = 1024;

  /** An array that grew beyond this is not kept. */
  private static final int MAX_KEPT_BYTES = 256 << 10;

  private final List<Taken> records = new ArrayList<>(1);
  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /**
   * A record taken.
   *
   * @param start where its bytes begin in {@link #bytes}
   * @param file the element's own file, where it has one
   */
  record Taken(int start, int length, @Nullable ElementFile file) {}

  List<Taken> records() {
    return records;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the next record's bytes begin. */
  int length() {
    return length;
  }

  /** Makes room for that many bytes at {@link #length}. */
  void grow(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), 2 * bytes.length));
    }
  }

  /** Makes a record of the next bytes. */
  void add(int count, @Nullable ElementFile file) {
    records.add(new Taken(length, count, file));
    length += count;
  }

  /** Empties it; false if it has grown too large to be kept. */
  boolean clear() {
    records.clear();
    length = 0;
    return bytes.length <= MAX_KEPT_BYTES;
  }
}
