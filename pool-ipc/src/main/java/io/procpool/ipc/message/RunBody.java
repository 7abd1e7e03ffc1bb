package io.procpool.ipc.message;

import io.procpool.ipc.pickle.PickleBuffer;

/**
 * The body of a RUN frame: records in a row.
 *
 * <pre>
 * DEFINITIONS: 1 byte | length varint | what {@code ClassTable.definitions} gave
 * CHUNK:       2 byte | bytes int (of all that follows) | firstSeq long | kind byte |
 *              delivery byte | count varint | function item | count times an item
 * item:        (length &lt;&lt; 1 | hasArrays) varint | [arrays varint] | pickled bytes
 * </pre>
 *
 * The frame's out-of-band arrays belong to the items in the order of their appearance.
 */
public final class RunBody {

  /** Class definitions the worker lacks. */
  public static final byte DEFINITIONS = 1;

  /** Items to run. */
  public static final byte CHUNK = 2;

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
    int countBytes = varIntBytes(count);
    to.writeByte(CHUNK);
    to.writeInt(Long.BYTES + 2 + countBytes + itemBytes);
    to.writeLong(firstSeq);
    to.writeByte(kind.code());
    to.writeByte(delivery.code());
    to.writeVarInt(count);
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
