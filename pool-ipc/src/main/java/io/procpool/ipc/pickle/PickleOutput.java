package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Kryo's output over a heap array, with texts and primitive arrays by copy. */
final class PickleOutput extends Output {

  private static final ValueLayout.OfChar CHAR =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final byte[] NOTHING = {};

  PickleOutput() {
    super(16, PickleBuffer.MAX_BYTES);
  }

  /** Writes on behind what {@code buffer} holds; {@link #giveBack} ends it. */
  void writeInto(PickleBuffer buffer) {
    setBuffer(buffer.bytes(), PickleBuffer.MAX_BYTES);
    setPosition(buffer.length());
  }

  void giveBack(PickleBuffer buffer) {
    buffer.adopt(getBuffer(), position());
  }

  /** Keeps no message alive while idle. */
  void letGo() {
    setBuffer(NOTHING);
  }

  /**
   * Kryo's own doubles an int and never ends above 1 GiB.
   *
   * @throws KryoBufferOverflowException if the message would be too large
   */
  @Override
  protected boolean require(int required) {
    if (capacity - position >= required) {
      return false;
    }
    long needed = (long) position + required;
    if (needed > maxCapacity) {
      throw new KryoBufferOverflowException(
          "a message may have at most " + maxCapacity + " bytes beside its large arrays");
    }
    capacity = (int) Math.min(Math.max(needed, 2L * capacity), maxCapacity);
    buffer = Arrays.copyOf(buffer, capacity);
    return true;
  }

  /** Writes a text: varint of length and width, then one or two bytes for each character. */
  void writeText(String text) {
    int length = text.length();
    require(length + 10);
    int before = position;
    writeVarLong((long) length << 1, true);
    if (Text.copyLatin1(text, buffer, position)) {
      position += length;
      return;
    }
    position = before;
    writeVarLong((long) length << 1 | 1, true);
    writeArray(MemorySegment.ofArray(text.toCharArray()), CHAR);
  }

  /** Writes the elements of an array of numbers or characters, little endian. */
  void writeArray(MemorySegment array, ValueLayout layout) {
    long bytes = array.byteSize();
    if (bytes > PickleBuffer.MAX_BYTES) {
      throw new KryoBufferOverflowException("an array of " + bytes + " bytes inside a message");
    }
    require((int) bytes);
    MemorySegment.copy(
        array,
        layout.withOrder(ByteOrder.nativeOrder()),
        0,
        MemorySegment.ofArray(buffer),
        layout,
        position,
        bytes / layout.byteSize());
    position += (int) bytes;
  }

  /** Sets four bytes that were written before as a place for a number not known then. */
  void setIntAt(int index, int value) {
    buffer[index] = (byte) value;
    buffer[index + 1] = (byte) (value >> 8);
    buffer[index + 2] = (byte) (value >> 16);
    buffer[index + 3] = (byte) (value >> 24);
  }
}
