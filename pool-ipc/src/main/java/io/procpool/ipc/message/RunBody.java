package io.procpool.ipc.message;

import io.procpool.ipc.pickle.PickleBuffer;

/**
 * The body of a RUN frame: records in a row.
 *
 * <pre>
 * DEFINITIONS: 1 byte | length varint | what {@code ClassTable.definitions} gave
 * CHUNK:       2 byte | bytes int (of all that follows) | firstSeq long | kind byte |
 *              delivery byte | count varint | function item | count times an item
 * FUNCTION:    3 byte | id varlong | kind byte | item
 * KNOWN_CHUNK: 4 byte | id varlong | as CHUNK from bytes on, without the function item
 * FORGET:      5 byte | id varlong
 * item:        (length &lt;&lt; 1 | hasArrays) varint | [arrays varint] | pickled bytes
 * </pre>
 *
 * A function that a FUNCTION record has brought is kept until FORGET names it. The frame's
 * out-of-band arrays belong to the items in the order of their appearance.
 */
public final class RunBody {

  /** Class definitions the worker lacks. */
  public static final byte DEFINITIONS = 1;

  /** Items to run. */
  public static final byte CHUNK = 2;

  /** A function to be kept. */
  public static final byte FUNCTION = 3;

  /** Items to run by a function that is kept. */
  public static final byte KNOWN_CHUNK = 4;

  /** A function that is needed no more. */
  public static final byte FORGET = 5;

  private RunBody() {}

  /** Appends a record of definitions. */
  public static void writeDefinitions(PickleBuffer to, byte[] definitions) {
    to.writeByte(DEFINITIONS);
    to.writeVarInt(definitions.length);
    to.writeBytes(definitions, 0, definitions.length);
  }

  /**
   * Appends a chunk's head; {@code itemBytes} of items must follow, the function's item among them.
   */
  public static void writeChunkHead(
      PickleBuffer to, long firstSeq, CallKind kind, Delivery delivery, int count, int itemBytes) {
    to.writeByte(CHUNK);
    writeHead(to, firstSeq, kind, delivery, count, itemBytes);
  }

  /** As {@link #writeChunkHead}, of a chunk whose function the worker keeps. */
  public static void writeKnownChunkHead(
      PickleBuffer to,
      long function,
      long firstSeq,
      CallKind kind,
      Delivery delivery,
      int count,
      int itemBytes) {
    to.writeByte(KNOWN_CHUNK);
    to.writeVarLong(function);
    writeHead(to, firstSeq, kind, delivery, count, itemBytes);
  }

  private static void writeHead(
      PickleBuffer to, long firstSeq, CallKind kind, Delivery delivery, int count, int itemBytes) {
    int countBytes = varIntBytes(count);
    to.writeInt(Long.BYTES + 2 + countBytes + itemBytes);
    to.writeLong(firstSeq);
    to.writeByte(kind.code());
    to.writeByte(delivery.code());
    to.writeVarInt(count);
  }

  /** Appends the head of a function to be kept; its item must follow. */
  public static void writeFunctionHead(PickleBuffer to, long function, CallKind kind) {
    to.writeByte(FUNCTION);
    to.writeVarLong(function);
    to.writeByte(kind.code());
  }

  /** Appends that a function is needed no more. */
  public static void writeForget(PickleBuffer to, long function) {
    to.writeByte(FORGET);
    to.writeVarLong(function);
  }

  /** Appends an item as pickled into {@code pickled}, without its arrays. */
  public static void writeItem(PickleBuffer to, PickleBuffer pickled) {
    int arrays = pickled.arrays().size();
    to.writeVarInt(pickled.length() << 1 | (arrays > 0 ? 1 : 0));
    if (arrays > 0) {
      to.writeVarInt(arrays);
    }
    to.writeBytes(pickled.bytes(), 0, pickled.length());
  }

  private static int varIntBytes(int value) {
    return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
  }
}
