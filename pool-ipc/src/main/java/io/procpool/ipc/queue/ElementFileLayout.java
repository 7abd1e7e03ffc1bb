package io.procpool.ipc.queue;

import io.procpool.ipc.channel.ArrayKind;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What an element's own file holds. Numbers are little endian.
 *
 * <pre>
 * byte 0           3 4            7 8           11 12          15
 *      +------------+--------------+--------------+--------------+
 *      | arrays     | body length  | kind         | elements     |  kind and elements:
 *      +------------+--------------+--------------+--------------+  once for each array
 *      | body: the element, pickled                              |
 *      +---------------------------------------------------------+
 *      | contents of array 0, then of array 1, ...               |
 *      +---------------------------------------------------------+
 * </pre>
 *
 * Kinds and contents of arrays are as in a frame, see PROTOCOL.md.
 */
final class ElementFileLayout {

  private static final int HEADER_BYTES = 8;
  private static final int ARRAY_BYTES = 8;

  /** What is moved at a time; bounds the native memory that the JDK takes for it. */
  private static final int CHUNK_BYTES = 64 << 10;

  private ElementFileLayout() {}

  /** How many bytes the file will have. */
  static long bytes(int bodyLength, List<Object> arrays) {
    long bytes = (long) HEADER_BYTES + bodyLength;
    for (Object array : arrays) {
      bytes += ARRAY_BYTES + ArrayKind.bytesOf(array);
    }
    return bytes;
  }

  static void write(OutputStream to, byte[] body, int start, int length, List<Object> arrays)
      throws IOException {
    PickleBuffer head = new PickleBuffer();
    head.writeInt(arrays.size());
    head.writeInt(length);
    for (Object array : arrays) {
      head.writeInt(ArrayKind.of(array).code());
      head.writeInt(java.lang.reflect.Array.getLength(array));
    }
    to.write(head.bytes(), 0, head.length());
    for (int at = 0; at < length; at += CHUNK_BYTES) {
      to.write(body, start + at, Math.min(CHUNK_BYTES, length - at));
    }
    byte[] chunk = new byte[arrays.isEmpty() ? 0 : CHUNK_BYTES];
    for (Object array : arrays) {
      write(to, array, chunk);
    }
  }

  static PickleSource read(InputStream from) throws IOException {
    PickleSource head = source(from, HEADER_BYTES);
    int arrayCount = head.readInt();
    int length = head.readInt();
    PickleSource shapes = source(from, Math.multiplyExact(arrayCount, ARRAY_BYTES));
    List<Object> arrays = new ArrayList<>(arrayCount);
    for (int i = 0; i < arrayCount; i++) {
      arrays.add(allocate(shapes.readInt(), shapes.readInt()));
    }
    byte[] body = exactly(from, length);
    byte[] chunk = new byte[arrays.isEmpty() ? 0 : CHUNK_BYTES];
    for (Object array : arrays) {
      read(from, array, chunk);
    }
    return new PickleSource(body, 0, length, arrays);
  }

  private static void write(OutputStream to, Object array, byte[] chunk) throws IOException {
    long bytes = ArrayKind.bytesOf(array);
    for (long at = 0; at < bytes; at += chunk.length) {
      int count = (int) Math.min(chunk.length, bytes - at);
      ArrayKind.copy(array, at, MemorySegment.ofArray(chunk), 0, count);
      to.write(chunk, 0, count);
    }
  }

  private static void read(InputStream from, Object array, byte[] chunk) throws IOException {
    long bytes = ArrayKind.bytesOf(array);
    for (long at = 0; at < bytes; at += chunk.length) {
      int count = (int) Math.min(chunk.length, bytes - at);
      if (from.readNBytes(chunk, 0, count) < count) {
        throw new EOFException("an array is cut: bytes=" + bytes + " at=" + at);
      }
      ArrayKind.copy(MemorySegment.ofArray(chunk), 0, array, at, count);
    }
  }

  private static Object allocate(int code, int elements) throws IOException {
    ArrayKind kind = ArrayKind.of(code);
    if (kind == null) {
      throw new IOException("no kind of array: code=" + code);
    }
    return kind.allocate(elements);
  }

  private static PickleSource source(InputStream from, int count) throws IOException {
    return new PickleSource(exactly(from, count), 0, count, List.of());
  }

  private static byte[] exactly(InputStream from, int count) throws IOException {
    byte[] bytes = new byte[count];
    int read = 0;
    while (read < count) {
      int got = from.read(bytes, read, Math.min(CHUNK_BYTES, count - read));
      if (got < 0) {
        throw new EOFException("expected=" + count + " found=" + read);
      }
      read += got;
    }
    return bytes;
  }
}
