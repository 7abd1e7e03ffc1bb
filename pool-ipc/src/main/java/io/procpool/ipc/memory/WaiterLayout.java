package io.procpool.ipc.memory;

/**
 * A table of waiting threads: a head, then one slot of 16 bytes per waiter.
 *
 * <pre>
 * byte 0                  7 8                 15
 *      +-------------------+-------------------+
 *      | last number given | slots ever used   |   head
 *      +-------------------+-------------------+
 *   16 | process           | waiter word       |   slot 0
 *      +-------------------+-------------------+
 *   32 | process           | waiter word       |   slot 1
 *      +-------------------+-------------------+
 *      | ...               | ...               |
 *
 * waiter word:
 * bit 63                                  2 1     0
 *     +------------------------------------+-------+
 *     | the waiter's number                | state |
 *     +------------------------------------+-------+
 * </pre>
 *
 * Numbers grow from 1 and say who came first. The process is a packed {@link ProcessIdentity} and
 * has no meaning in a free slot. A waiter sleeps on the low half of its word.
 */
final class WaiterLayout {

  static final int LAST_NUMBER_OFFSET = 0;
  static final int USED_OFFSET = 8;
  static final int HEAD_BYTES = 16;

  static final int PROCESS_OFFSET = 0;
  static final int WORD_OFFSET = 8;
  static final int SLOT_BYTES = 16;

  /** Nobody's slot. */
  static final int FREE = 0;

  /** Its thread waits. */
  static final int WAITING = 1;

  /** Its thread may go on. */
  static final int RELEASED = 2;

  /** Its thread must go on, in vain. */
  static final int BROKEN = 3;

  private static final int STATE_BITS = 2;
  private static final long STATE = (1 << STATE_BITS) - 1;

  private WaiterLayout() {}

  static long bytes(int capacity) {
    return HEAD_BYTES + (long) SLOT_BYTES * capacity;
  }

  static long word(long number, int state) {
    return number << STATE_BITS | state;
  }

  static int state(long word) {
    return (int) (word & STATE);
  }

  static long number(long word) {
    return word >>> STATE_BITS;
  }
}
