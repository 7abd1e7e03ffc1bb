package io.procpool.ipc.queue;

/**
 * An element in the ring: a header and its bytes, padded to whole units; it may go on at the ring's
 * start, but a header is never cut.
 *
 * <pre>
 * bit 63                40 39      32 31                                0
 *     +-------------------+----------+-----------------------------------+
 *     | its number        | kind     | length in bytes                   |  header, 8 bytes
 *     +-------------------+----------+-----------------------------------+
 *     | pickled bytes, or the end of the name of the file that has them  |  length
 *     +------------------------------------------------------------------+
 *     | padding, up to 7 bytes                                           |
 *     +------------------------------------------------------------------+
 * </pre>
 *
 * Its number is the low 24 bits of how many elements came before it: a reader that finds another
 * knows that the ring is damaged.
 */
final class RecordLayout {

  /** The bytes are the element, pickled. */
  static final int PICKLED = 1;

  /** The bytes name an {@link ElementFiles} file. */
  static final int IN_FILE = 2;

  private static final int KIND_SHIFT = 32;
  private static final int KIND_MASK = 0xFF;
  private static final int NUMBER_SHIFT = 40;

  private RecordLayout() {}

  static long header(int length, int kind, int number) {
    return (long) number << NUMBER_SHIFT | (long) kind << KIND_SHIFT | length;
  }

  static int length(long header) {
    return (int) header;
  }

  static int kind(long header) {
    return (int) (header >>> KIND_SHIFT) & KIND_MASK;
  }

  /** Whether a header can be that of the element with that number. */
  static boolean isNumbered(long header, int number) {
    return header >>> NUMBER_SHIFT == ((long) number << NUMBER_SHIFT) >>> NUMBER_SHIFT;
  }

  /** How many units a record of that many bytes takes. */
  static int units(int length) {
    return 1 + (length + Position.UNIT_BYTES - 1) / Position.UNIT_BYTES;
  }
}
