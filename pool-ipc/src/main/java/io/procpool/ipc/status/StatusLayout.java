package io.procpool.ipc.status;

/**
 * The status page of a worker: the contents of a segment of kind {@value #KIND}. Byte order is the
 * machine's.
 *
 * <pre>
 * byte 0             7 8             15                 63
 *      +--------------+---------------+------------------+
 *      | claim word   | running since | 0                |
 *      +--------------+---------------+------------------+
 * byte 64           71                                 127
 *      +--------------+----------------------------------+
 *      | log bytes    | 0                                |   bytes of the outcome log that count
 *      +--------------+----------------------------------+
 * byte 128         135                                 191
 *      +--------------+----------------------------------+
 *      | tail bytes   | open out | open err | 0        |   ever written to the tail of stderr; in open lines
 *      +--------------+----------------------------------+
 * byte 192         199                                 255
 *      +--------------+----------------------------------+
 *      | bell         | 0                                |   frames sent, times 2, plus 1 if more may come soon
 *      +--------------+----------------------------------+
 * byte 256 ... 4351     the tail of stderr, a ring
 * byte 4352 ... 20735   the open line of stdout
 * byte 20736 ... 37119  the open line of stderr
 * byte 37120 ... 98239  the outcome log
 *
 * claim word: bit 63 closed | bits 62..48 epoch | bits 47..0 seq of the first item not started
 * </pre>
 */
final class StatusLayout {

  static final String KIND = "status";

  static final int CLAIM = 0;
  static final int RUNNING_SINCE = 8;
  static final long NOTHING = 0; // runs
  static final int LOG_LENGTH = 64;
  static final int TAIL_LENGTH = 128;
  static final int BELL = 192;
  static final int TAIL = 256;
  static final int TAIL_BYTES = 4096;
  static final int OPEN_OUT_LENGTH = 136;
  static final int OPEN_ERR_LENGTH = 144;
  static final int OPEN_OUT = TAIL + TAIL_BYTES;
  static final int OPEN_BYTES = 16_384;
  static final int OPEN_ERR = OPEN_OUT + OPEN_BYTES;
  static final int LOG = OPEN_ERR + OPEN_BYTES;
  static final int LOG_BYTES = 61_120;
  static final int PAGE_BYTES = LOG + LOG_BYTES;

  static final long CLOSED = 1L << 63;
  static final int EPOCH_SHIFT = 48;
  static final int EPOCH_MASK = 0x7FFF;
  static final long SEQ_MASK = (1L << EPOCH_SHIFT) - 1;

  private StatusLayout() {}
}
