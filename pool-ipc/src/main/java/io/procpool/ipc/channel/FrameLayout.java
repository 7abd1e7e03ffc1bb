package io.procpool.ipc.channel;

import java.nio.ByteBuffer;

/**
 * The bytes of a frame. Numbers are little endian and unaligned; raw arrays are in the machine's
 * order, both ends being on one machine.
 *
 * <pre>
 *  0       4     5     6      8          12            16
 *  +-------+-----+-----+------+----------+-------------+
 *  | magic | ver | typ | zero | bodyLen  | arrayCount  |   header, 16 bytes
 *  +-------+-----+-----+------+----------+-------------+
 *  | length (elements)  | P|kind | zero, zero, zero    |   8 bytes, arrayCount times
 *  +--------------------+------+-----------------------+
 *  | body, bodyLen bytes                               |
 *  +---------------------------------------------------+
 *  | elements of array 0, then of array 1, …           |
 *  +---------------------------------------------------+
 * </pre>
 *
 * P, the kind's bit 7: the elements come in pieces, see {@link LaneLayout}.
 */
public final class FrameLayout {

  /** The largest body, in bytes. */
  public static final int MAX_BODY_BYTES = 0x7fff_0000;

  /** The most arrays a frame may carry. */
  public static final int MAX_ARRAYS = 1 << 16;

  static final int MAGIC = 0x6672_7070; // "pprf" in memory order
  static final int VERSION = 1;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = 4;
  static final int TYPE_OFFSET = 5;
  static final int RESERVED_OFFSET = 6;
  static final int BODY_LENGTH_OFFSET = 8;
  static final int ARRAY_COUNT_OFFSET = 12;
  static final int HEADER_BYTES = 16;

  static final int ARRAY_LENGTH_OFFSET = 0;
  static final int ARRAY_KIND_OFFSET = 4;
  static final int ARRAY_ENTRY_BYTES = 8;
  static final int IN_PIECES = 0x80;

  private FrameLayout() {}

  /** Writes the header into a little-endian buffer. */
  static void putHeader(ByteBuffer to, int offset, FrameType type, int bodyLength, int arrayCount) {
    to.putInt(offset + MAGIC_OFFSET, MAGIC);
    to.put(offset + VERSION_OFFSET, (byte) VERSION);
    to.put(offset + TYPE_OFFSET, (byte) type.code());
    to.putShort(offset + RESERVED_OFFSET, (short) 0);
    to.putInt(offset + BODY_LENGTH_OFFSET, bodyLength);
    to.putInt(offset + ARRAY_COUNT_OFFSET, arrayCount);
  }

  /** Writes one entry of the array table into a little-endian buffer. */
  static void putArray(ByteBuffer to, int offset, Object array, boolean inPieces) {
    to.putInt(offset + ARRAY_LENGTH_OFFSET, java.lang.reflect.Array.getLength(array));
    int code = ArrayKind.of(array).code();
    to.putInt(offset + ARRAY_KIND_OFFSET, inPieces ? code | IN_PIECES : code);
  }
}
