package io.procpool.ipc.queue;

import io.procpool.ipc.memory.LockLayout;

/**
 * A queue's segment. Each word is 8 bytes. What producers change, what consumers change and what
 * both watch are kept 128 bytes apart, because processors move and prefetch lines of 64 in pairs.
 *
 * <pre>
 * byte    0  +-----------------+-----------------+-----------------+-----------------+
 *            | capacity        | ring bytes      | end             | slots ever used |
 *       128  +-----------------+-----------------+-----------------+-----------------+
 *            | put lock, 64 bytes                                                    |
 *       192  +-----------------+-----------------------------------------------------+
 *            | head seen       |                          changed under the put lock |
 *       256  +-----------------+-----------------------------------------------------+
 *            | tail            |                          changed under the put lock |
 *       384  +-----------------+-----------------------------------------------------+
 *            | take lock, 64 bytes                                                   |
 *       448  +-----------------+-----------------------------------------------------+
 *            | tail seen       |                         changed under the take lock |
 *       512  +-----------------+-----------------------------------------------------+
 *            | head            |                         changed under the take lock |
 *       640  +-----------------+-----------------------------------------------------+
 *            | elements signal |                                                     |
 *       768  +-----------------+-----------------------------------------------------+
 *            | room signal     |                                                     |
 *       896  +-----------------+-----------------+-----------------------------------+
 *            | elements done   | done signal     |                                   |
 *      1024  +-----------------+-----------------+-----------------------------------+
 *            | 1024 slots, a word each: the processes that have the queue            |
 *      9216  +-----------------------------------------------------------------------+
 *            | ring: "ring bytes" of records, a power of two                         |
 *            +-----------------------------------------------------------------------+
 *
 * end, 0 while the queue is open:       a slot, 0 while free:
 * bit 63                   2 1     0    bit 63                  2   1   0
 *     +---------------------+-------+       +--------------------+---+---+
 *     | who ended it        | cause |       | process            | T | W |
 *     +---------------------+-------+       +--------------------+---+---+
 * </pre>
 *
 * Tail, head and what was seen of them are {@link Position}s; signals are {@link Signal}s;
 * processes are packed {@link io.procpool.ipc.memory.ProcessIdentity}s. W: the process may put. T:
 * it has taken. A queue that has ended stays so.
 */
final class QueueLayout {

  static final int CAPACITY_OFFSET = 0;
  static final int RING_BYTES_OFFSET = 8;
  static final int END_OFFSET = 16;
  static final int SLOTS_USED_OFFSET = 24;
  static final int PUT_LOCK_OFFSET = 128;
  static final int HEAD_SEEN_OFFSET = PUT_LOCK_OFFSET + LockLayout.BYTES;
  static final int TAIL_OFFSET = 256;
  static final int TAKE_LOCK_OFFSET = 384;
  static final int TAIL_SEEN_OFFSET = TAKE_LOCK_OFFSET + LockLayout.BYTES;
  static final int HEAD_OFFSET = 512;
  static final int ELEMENTS_SIGNAL_OFFSET = 640;
  static final int ROOM_SIGNAL_OFFSET = 768;
  static final int DONE_OFFSET = 896;
  static final int DONE_SIGNAL_OFFSET = 904;
  static final int SLOTS_OFFSET = 1024;
  static final int SLOTS = 1024;
  static final int RING_OFFSET = SLOTS_OFFSET + SLOTS * Long.BYTES;

  /** The end's cause: somebody shut the queue down. */
  static final int SHUT_DOWN = 1;

  /** The end's cause: nobody was left that could put. */
  static final int WRITERS_GONE = 2;

  /** A slot's mark of a process that may put. */
  static final int WRITES = 1;

  /** A slot's mark of a process that has taken, or tried to. */
  static final int TAKES = 2;

  private static final int MARK_BITS = 2;

  private QueueLayout() {}

  /** An end, or a slot: a process and a mark on it. */
  static long marked(long identity, int mark) {
    return identity << MARK_BITS | mark;
  }

  static int mark(long word) {
    return (int) word & ((1 << MARK_BITS) - 1);
  }

  static long identity(long word) {
    return word >>> MARK_BITS;
  }

  static long slot(int index) {
    return SLOTS_OFFSET + (long) index * Long.BYTES;
  }
}
