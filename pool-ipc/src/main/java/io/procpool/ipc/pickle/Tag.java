package io.procpool.ipc.pickle;

/**
 * The first byte of a message.
 *
 * <pre>
 * NULL, TRUE, FALSE   nothing more
 * INT, LONG           varint, zigzag
 * DOUBLE              8 bytes
 * LATIN1, BYTES       varint length, bytes
 * GRAPH + flags       4 bytes: length of what Kryo wrote, and that; the flags are
 *   OWN                 the definitions it uses follow: their length as varint, and they
 *   DEEP                it takes a large stack to read
 *   THROWN              it is two graphs: a ForeignException, and after a varint n, unless that
 *                       is 0, the throwable itself or its (n - 1)th cause
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
  static final byte OWN = 1;
  static final byte DEEP = 2;
  static final byte THROWN = 4;
  static final byte LAST = GRAPH | OWN | DEEP | THROWN;

  private Tag() {}
}
