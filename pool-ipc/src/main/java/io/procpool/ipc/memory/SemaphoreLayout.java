package io.procpool.ipc.memory;

/**
 * A semaphore's 64 bytes.
 *
 * <pre>
 * byte 0                  7 8                 15 16              63
 *      +-------------------+-------------------+-------------------+
 *      | semaphore word    | most permits      | 0, reserved       |
 *      +-------------------+-------------------+-------------------+
 *
 * semaphore word:
 * bit 63                    33  32  31                            0
 *     +-----------------------+---+-------------------------------+
 *     | 0                     | S | permits                       |
 *     +-----------------------+---+-------------------------------+
 * </pre>
 *
 * S is set by who goes to sleep on the word's low half while there are no permits; who gives
 * permits clears it and wakes as many sleepers.
 */
final class SemaphoreLayout {

  static final int WORD_OFFSET = 0;
  static final int MOST_OFFSET = 8;
  static final int BYTES = 64;

  static final long SLEEPERS = 1L << 32;

  private static final long PERMITS = SLEEPERS - 1;

  private SemaphoreLayout() {}

  static long permits(long word) {
    return word & PERMITS;
  }
}
