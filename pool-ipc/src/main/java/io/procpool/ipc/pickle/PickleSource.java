package io.procpool.ipc.pickle;

import static java.util.Objects.checkFromIndexSize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads what a {@link PickleBuffer} holds. Reading past the end throws {@link
 * IndexOutOfBoundsException}. Not thread-safe.
 */
public final class PickleSource {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private final List<Object> arrays;
  private int position;

  /**
   * Reads {@code length} bytes from {@code offset} on; nothing is copied.
   *
   * @param arrays what was referenced out of band; arrays among the values read are these objects
   */
  public PickleSource(byte[] bytes, int offset, int length, List<Object> arrays) {
    checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
    this.arrays = arrays;
  }

  /** Reads all that {@code buffer} holds now; for use before the buffer is written again. */
  public PickleSource(PickleBuffer buffer) {
    this(buffer.bytes(), 0, buffer.length(), List.copyOf(buffer.arrays()));
  }

  /** The next byte's index in the array given. */
  public int position() {
    return position;
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - position;
  }

  /** Reads one signed byte. */
  public byte readByte() {
    return bytes[advance(1)];
  }

  /** Reads four bytes. */
  public int readInt() {
    return (int) INT.get(bytes, advance(Integer.BYTES));
  }

  /** Reads eight bytes. */
  public long readLong() {
    return (long) LONG.get(bytes, advance(Long.BYTES));
  }

  /** Reads what {@link PickleBuffer#writeVarInt} wrote. */
  public int readVarInt() {
    return (int) readVarLong();
  }

  /** Reads what {@link PickleBuffer#writeVarLong} wrote. */
  public long readVarLong() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = readByte();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a number of more than ten bytes");
  }

  /** Reads {@code count} bytes. */
  public byte[] readBytes(int count) {
    int from = advance(count);
    byte[] read = new byte[count];
    System.arraycopy(bytes, from, read, 0, count);
    return read;
  }

  /** Reads what {@link PickleBuffer#writeString} wrote. */
  public String readString() {
    int count = readVarInt();
    int from = advance(count);
    return new String(bytes, from, count, StandardCharsets.UTF_8);
  }

  /** Skips {@code count} bytes. */
  public void skip(int count) {
    int _ = advance(count);
  }

  byte[] bytes() {
    return bytes;
  }

  List<Object> arrays() {
    return arrays;
  }

  /** Checks that {@code count} bytes are left before anything is allocated for them. */
  int advance(int count) {
    if (count < 0 || count > end - position) {
      throw new IndexOutOfBoundsException(
          "count=" + Integer.toUnsignedString(count) + " remaining=" + (end - position));
    }
    int from = position;
    position += count;
    return from;
  }
}
