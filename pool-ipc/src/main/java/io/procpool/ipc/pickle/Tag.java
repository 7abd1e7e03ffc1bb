package io.procpool.ipc.pickle;

/**
 * The first byte of a message.
 *
 * <pre>
 * NULL, TRUE, FALSE
 * INT, LONG         varint, zigzag
 * DOUBLE            8 bytes
 * LATIN1            varint length, bytes
 * BYTES             varint length, bytes
 * GRAPH             Kryo's bytes; numbers of classes are the connection's
 * OWN_GRAPH         4 bytes: length n; n bytes as GRAPH; definitions
 * </pre>
 */
final class Tag {

  static final byte NULL = 0;
  static final byte TRUE = 1;
  static final byte FALSE = 2;
  static final byte INT = 3;
  static final byte LONG = 4;
  static final byte DOUBLE = 5;
  static final byte LATIN1 = 6;
  static final byte BYTES = 7;
  static final byte GRAPH = 8;
  static final byte OWN_GRAPH = 9;

  private Tag() {}
}
