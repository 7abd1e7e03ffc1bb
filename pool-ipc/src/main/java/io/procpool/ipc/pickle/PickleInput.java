package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Kryo's input over a heap array; nothing is allocated for more than the bytes that are there. */
final class PickleInput extends Input {

  private static final ValueLayout.OfChar CHAR =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final byte[] NOTHING = {};

  /** Keeps no message alive while idle. */
  void letGo() {
    setBuffer(NOTHING);
  }

  /** Reads what {@link PickleOutput#writeText} wrote. */
  String readText() {
    long header = readVarLong(true);
    boolean wide = (header & 1) != 0;
    int length = count(header >>> 1, wide ? Character.BYTES : 1);
    if (wide) {
      char[] chars = new char[length];
      readArray(MemorySegment.ofArray(chars), CHAR);
      return new String(chars);
    }
    String text = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
    position += length;
    return text;
  }

  /** Fills an array of which {@link #count} has checked the length. */
  void readArray(MemorySegment array, ValueLayout layout) {
    long bytes = array.byteSize();
    MemorySegment.copy(
        MemorySegment.ofArray(buffer),
        layout,
        position,
        array,
        layout.withOrder(ByteOrder.nativeOrder()),
        0,
        bytes / layout.byteSize());
    position += (int) bytes;
  }

  /** A count of elements, if as many bytes are there as they need at least. */
  int count(long count, int bytesEach) {
    if (count < 0 || count > left() / bytesEach) {
      throw new KryoBufferUnderflowException(
          "count=" + count + " of " + bytesEach + " bytes, remaining=" + left());
    }
    return (int) count;
  }

  /** Reads a count of elements that take at least one byte each. */
  int readCount() {
    return count(readVarLong(true), 1);
  }

  int left() {
    return limit - position;
  }

  @Override
  public byte[] readBytes(int length) {
    return super.readBytes(count(length, 1));
  }
}
