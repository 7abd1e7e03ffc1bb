package io.procpool.ipc.memory;

/**
 * A lock's 64 bytes, a cache line.
 *
 * <pre>
 * byte 0                  7 8                 15 16                23 24              63
 *      +-------------------+-------------------+--------------------+------------------+
 *      | lock word         | holder's thread   | further holds      | 0, reserved      |
 *      +-------------------+-------------------+--------------------+------------------+
 *
 * lock word, 0 while free:
 * bit 63                                    24 23                              2   1   0
 *     +----------------------------------------+--------------------------------+---+---+
 *     | holder's process: start time           | holder's process: pid          | T | C |
 *     +----------------------------------------+--------------------------------+---+---+
 *
 * holder's thread, 0 while free:
 * bit 63                                    42 41                                       0
 *     +----------------------------------------+----------------------------------------+
 *     | holder's process: pid                  | holder's thread: number                |
 *     +----------------------------------------+----------------------------------------+
 * </pre>
 *
 * C is set by who goes to sleep on the word's low half; who frees the lock then wakes one sleeper.
 * T is set while the process takes the lock over from a dead one, and no thread of it holds it yet.
 * The thread is written after the word was taken, or before T is cleared, and zeroed before the
 * word is freed. Its number is {@link Thread#threadId}, which other processes' threads have, too;
 * with the pid it is nobody else's. Further holds are what a reentrant lock's holder has taken
 * beyond the first; 0 while free.
 */
public final class LockLayout {

  static final int WORD_OFFSET = 0;
  static final int THREAD_OFFSET = 8;
  static final int FURTHER_HOLDS_OFFSET = 16;

  /** The size of a lock. */
  public static final int BYTES = 64;

  static final long FREE = 0;
  static final long CONTENDED = 1;
  static final long TAKING = 2;

  private static final int IDENTITY_SHIFT = 2;
  private static final int THREAD_BITS = 42;

  private LockLayout() {}

  /** The word of a lock that the process holds and nobody waits for. */
  static long heldBy(long identity) {
    return identity << IDENTITY_SHIFT;
  }

  /** The packed identity of the process that holds the lock. */
  static long holder(long word) {
    return word >>> IDENTITY_SHIFT;
  }

  /** The word of a thread of the process. */
  static long thread(long identity, long threadId) {
    return identity << THREAD_BITS | threadId(threadId);
  }

  /** The thread's number. */
  static long threadId(long thread) {
    return thread & ((1L << THREAD_BITS) - 1);
  }
}
