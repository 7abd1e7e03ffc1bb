package io.procpool.ipc.connection;

/**
 * A message of a connection: packets of up to {@value #PACKET_BYTES} bytes. The first begins with
 * the header; its descriptors are the message's. Byte order is the machine's: a packet never leaves
 * it.
 *
 * <pre>
 * byte 0      3 4           7 8              15
 *      +-------+-------------+----------------+
 *      | kind  | array count | body bytes     |
 *      +-------+-------------+----------------+
 *      then for each array: kind int, length int
 *      then the body, then the arrays' elements, cut into packets without further headers
 *
 * kind: 1 a pickled object, 2 bytes
 * </pre>
 */
final class PacketLayout {

  static final int PACKET_BYTES = 64 << 10;

  static final int KIND = 0;
  static final int ARRAY_COUNT = 4;
  static final int BODY_BYTES = 8;
  static final int HEADER_BYTES = 16;
  static final int ARRAY_BYTES = 8;

  static final int OBJECT = 1;
  static final int BYTES = 2;

  private PacketLayout() {}
}
