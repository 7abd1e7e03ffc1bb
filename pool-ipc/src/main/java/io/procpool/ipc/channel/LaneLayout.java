package io.procpool.ipc.channel;

/**
 * The segment through which the large arrays of a channel go, and how they are cut.
 *
 * <pre>
 * byte 0        127 128       255 256                         256 + ring bytes
 *      +-----------+-------------+---------------------------+
 *      | taken | 0 | announced|0 | ring                      |  lane from parent to worker
 *      +-----------+-------------+---------------------------+
 *      | taken | 0 | announced|0 | ring                      |  lane from worker to parent
 *      +-----------+-------------+---------------------------+
 * </pre>
 *
 * "Taken" is how many bytes its reader has ever copied out of the ring; how many were put in, the
 * frames say. "Announced" is how many pieces' heads have left on the channel: it spares a reader
 * that is faster than the writer from falling asleep for each. On the channel, such an array is a
 * row of pieces until its bytes are complete:
 *
 * <pre>
 * bit 31  30                    0
 *     +---+---------------------+-----------------------------------+
 *     | L | bytes               | the bytes, unless L is set        |
 *     +---+---------------------+-----------------------------------+
 * </pre>
 *
 * L: they are the lane's next bytes.
 */
final class LaneLayout {

  static final String KIND = "lanes";

  static final int TAKEN_OFFSET = 0;
  static final int ANNOUNCED_OFFSET = 128;
  static final int RING_OFFSET = 256;

  /** Enough for either side to go on while the other makes an array or has no processor. */
  static final int RING_BYTES = 8 << 20;

  static final int LANE_BYTES = RING_OFFSET + RING_BYTES;

  /** How much goes through a lane at a time: the reader copies while the next is written. */
  static final int PIECE_BYTES = 256 << 10;

  /** Smaller arrays go with the frame, which takes them no longer. */
  static final int LEAST_BYTES = 512 << 10;

  static final int PIECE_HEAD_BYTES = Integer.BYTES;

  private static final int IN_LANE = 1 << 31;

  private LaneLayout() {}

  static int piece(int bytes, boolean inLane) {
    return inLane ? bytes | IN_LANE : bytes;
  }

  static boolean isInLane(int piece) {
    return (piece & IN_LANE) != 0;
  }

  static int bytes(int piece) {
    return piece & ~IN_LANE;
  }
}
