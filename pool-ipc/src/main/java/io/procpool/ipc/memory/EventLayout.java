package io.procpool.ipc.memory;

/**
 * An event's 64 bytes.
 *
 * <pre>
 * byte 0                  7 8                                    63
 *      +-------------------+---------------------------------------+
 *      | event word        | 0, reserved                           |
 *      +-------------------+---------------------------------------+
 *
 * event word:
 * bit 63                  32 31                          2   1   0
 *     +---------------------+------------------------------+---+---+
 *     | 0                   | how often it was set         | S | E |
 *     +---------------------+------------------------------+---+---+
 * </pre>
 *
 * E is the event's flag. S is set by who goes to sleep on the word's low half; who sets the event
 * clears it and wakes all. The count, modulo 2^30, lets a waiter see that the event was set even if
 * it was cleared before the waiter woke.
 */
final class EventLayout {

  static final int WORD_OFFSET = 0;
  static final int BYTES = 64;

  static final long SET = 1;
  static final long SLEEPERS = 2;

  private static final long FLAGS = SET | SLEEPERS;
  private static final long COUNT_ONE = 4;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private EventLayout() {}

  /** The word after the event is set once more. */
  static long nextSet(long word) {
    return (((word & ~FLAGS) + COUNT_ONE) & LOW_HALF) | SET;
  }

  /** How often the event was set. */
  static long count(long word) {
    return word & ~FLAGS;
  }
}
