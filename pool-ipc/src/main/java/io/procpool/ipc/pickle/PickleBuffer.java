package io.procpool.ipc.pickle;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A growing buffer of pickled messages and of what frames put around them. Numbers are little
 * endian. Reusable after {@link #clear()}; not thread-safe.
 */
public final class PickleBuffer {

  static final int MAX_BYTES = Integer.MAX_VALUE - 16;

  private static final int FIRST_BYTES = 256;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ArrayList<Object> arrays = new ArrayList<>(0);
  private final List<Object> arraysView = Collections.unmodifiableList(arrays);
  private byte[] bytes;
  private int length;

  /** An empty buffer. */
  public PickleBuffer() {
    this(FIRST_BYTES);
  }

  /** An empty buffer that holds {@code capacity} bytes before it grows. */
  public PickleBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  /** What was written is {@code bytes()[0, length())}; the array is replaced when it grows. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes were written. */
  public int length() {
    return length;
  }

  /**
   * The primitive arrays that are referenced out of band, in order of appearance: the arrays
   * themselves, not copies. A view that changes with the buffer.
   */
  public List<Object> arrays() {
    return arraysView;
  }

  /**
   * Puts copies in the place of the arrays out of band from this one on, so that their owner may
   * change them before they are sent.
   */
  public void ownArrays(int from) {
    for (int i = from; i < arrays.size(); i++) {
      Object array = arrays.get(i);
      int elements = Array.getLength(array);
      Object copy = Array.newInstance(array.getClass().getComponentType(), elements);
      System.arraycopy(array, 0, copy, 0, elements);
      arrays.set(i, copy);
    }
  }

  /** Goes back to an earlier {@link #length()} and size of {@link #arrays()}. */
  public void truncate(int length, int arrays) {
    checkFromIndexSize(0, length, this.length);
    this.arrays.subList(arrays, this.arrays.size()).clear();
    this.length = length;
  }

  /** Empties the buffer and keeps its memory. */
  public void clear() {
    length = 0;
    if (!arrays.isEmpty()) {
      arrays.clear();
    }
  }

  /** Writes the low eight bits. */
  public void writeByte(int value) {
    grow(1);
    bytes[length++] = (byte) value;
  }

  /** Writes four bytes. */
  public void writeInt(int value) {
    grow(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
  }

  /** Writes eight bytes. */
  public void writeLong(long value) {
    grow(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  /** Writes an unsigned number in one to five bytes, seven bits each, low ones first. */
  public void writeVarInt(int value) {
    writeVarLong(Integer.toUnsignedLong(value));
  }

  /** Writes an unsigned number in one to ten bytes, seven bits each, low ones first. */
  public void writeVarLong(long value) {
    grow(10);
    byte[] to = bytes; // in locals: the fields would be stored once a byte
    int at = length;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    length = at;
  }

  /** Writes {@code count} bytes as they are. */
  public void writeBytes(byte[] source, int offset, int count) {
    checkFromIndexSize(offset, count, source.length);
    grow(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** Writes the length in UTF-8 bytes as a varint, and the bytes. */
  public void writeString(String value) {
    byte[] encoded = requireNonNull(value, "value").getBytes(StandardCharsets.UTF_8);
    writeVarInt(encoded.length);
    writeBytes(encoded, 0, encoded.length);
  }

  /** Sets four bytes that were written before as a place for a number not known then. */
  public void setIntAt(int index, int value) {
    INT.set(bytes, index, value);
  }

  /** Refers to an array out of band. */
  int addArray(Object array) {
    arrays.add(array);
    return arrays.size() - 1;
  }

  /** Counts bytes that were put behind {@link #length()}. */
  void claim(int count) {
    length += count;
  }

  /** Makes room for {@code count} bytes behind {@link #length()}. */
  void grow(int count) {
    if (bytes.length - length < count) {
      long wanted = Math.max((long) length + count, 2L * bytes.length);
      if ((long) length + count > MAX_BYTES) {
        throw new IllegalStateException(
            "a message may have at most " + MAX_BYTES + " bytes beside its large arrays");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, MAX_BYTES));
    }
  }

  /** Takes over an array that grew elsewhere out of this buffer's own. */
  void adopt(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }
}
