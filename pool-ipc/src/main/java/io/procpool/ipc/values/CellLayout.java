package io.procpool.ipc.values;

import io.procpool.ipc.memory.LockLayout;

/**
 * The segment of a shared value or array.
 *
 * <pre>
 * byte   0  +--------------------------------------------+
 *           | lock, 64 bytes                             |
 *       64  +-------------+------------------------------+
 *           | length      | 0, reserved                  |
 *      128  +-------------+------------------------------+
 *           | elements, each of its type's bytes;        |
 *           | padded with 0 to a multiple of 8 bytes     |
 *           +--------------------------------------------+
 * </pre>
 *
 * The length is in elements, 1 for a value. A boolean is a byte, 0 or 1. All in the machine's byte
 * order.
 */
final class CellLayout {

  static final int LENGTH_OFFSET = LockLayout.BYTES;
  static final int CELLS_OFFSET = 128;

  private static final int PADDING = 8;

  private CellLayout() {}

  /** The size of a segment for that many elements. */
  static long bytes(long length, int elementBytes) {
    long elements = Math.multiplyExact(length, elementBytes);
    return Math.addExact(CELLS_OFFSET, (elements + PADDING - 1) / PADDING * PADDING);
  }
}
