package io.procpool.ipc.memory;

import io.procpool.SharedResourceException;
import io.procpool.ipc.files.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Makes and checks the files behind segments. */
final class SegmentFile {

  /** How much is written at a time; bounds the native memory this takes. */
  private static final int CHUNK_BYTES = 64 << 10;

  private SegmentFile() {}

  /**
   * Writes a new segment, zeros and all: a file that is only given a length would end a process
   * that touches it by SIGBUS once its file system is full.
   *
   * @throws SharedResourceException if there is one of that name
   * @throws IOException if it cannot be made; nothing is left then
   */
  static void create(Path path, String kind, long bytes) throws IOException {
    byte[] header = header(kind, bytes);
    try (OutputStream file = OwnerOnly.create(path)) {
      checkRoom(path, bytes);
      file.write(header);
      writeZeros(file, bytes);
    } catch (FileAlreadyExistsException e) {
      throw new SharedResourceException("a segment of this name exists: path=" + path, e);
    } catch (IOException e) {
      delete(path, e);
      throw e;
    }
  }

  /**
   * Reads the header.
   *
   * @return the size of the whole file
   * @throws SharedResourceException if this is not a complete segment of this version
   */
  static long check(Path path, FileChannel file) throws IOException {
    ByteBuffer header =
        ByteBuffer.allocate(SegmentLayout.HEADER_BYTES).order(ByteOrder.nativeOrder());
    while (header.hasRemaining() && file.read(header, header.position()) >= 0) {}
    if (header.hasRemaining()) {
      throw foreign(path, "bytes", header.position(), SegmentLayout.HEADER_BYTES);
    }
    expect(path, "magic", header.getLong(SegmentLayout.MAGIC_OFFSET), SegmentLayout.MAGIC);
    expect(path, "version", header.getInt(SegmentLayout.VERSION_OFFSET), SegmentLayout.VERSION);
    int headerBytes = header.getInt(SegmentLayout.HEADER_BYTES_OFFSET);
    expect(path, "headerBytes", headerBytes, SegmentLayout.HEADER_BYTES);
    long size = headerBytes + header.getLong(SegmentLayout.SIZE_OFFSET);
    expect(path, "fileBytes", file.size(), size);
    return size;
  }

  static SharedResourceException unusable(Path path, IOException cause) {
    String why =
        cause instanceof NoSuchFileException
            ? "the segment is gone; its owner closed it or ended: path="
            : "cannot use the segment: path=";
    return new SharedResourceException(why + path, cause);
  }

  private static byte[] header(String kind, long bytes) {
    byte[] name = kind.getBytes(StandardCharsets.UTF_8);
    if (name.length >= SegmentLayout.KIND_BYTES || kind.indexOf('/') >= 0) {
      throw new IllegalArgumentException("kind must be below 32 bytes without '/': " + kind);
    }
    return ByteBuffer.allocate(SegmentLayout.HEADER_BYTES)
        .order(ByteOrder.nativeOrder())
        .putLong(SegmentLayout.MAGIC_OFFSET, SegmentLayout.MAGIC)
        .putInt(SegmentLayout.VERSION_OFFSET, SegmentLayout.VERSION)
        .putInt(SegmentLayout.HEADER_BYTES_OFFSET, SegmentLayout.HEADER_BYTES)
        .putLong(SegmentLayout.SIZE_OFFSET, bytes)
        .put(SegmentLayout.KIND_OFFSET, name)
        .array();
  }

  /** Says no to much at once, rather than after filling the file system up. */
  private static void checkRoom(Path path, long bytes) throws IOException {
    if (bytes > CHUNK_BYTES && path.toFile().getUsableSpace() < bytes) {
      throw new FileSystemException(path.toString(), null, "No space left on device");
    }
  }

  private static void writeZeros(OutputStream file, long bytes) throws IOException {
    byte[] zeros = new byte[(int) Math.min(bytes, CHUNK_BYTES)];
    for (long left = bytes; left > 0; left -= zeros.length) {
      file.write(zeros, 0, (int) Math.min(left, zeros.length));
    }
  }

  /** Removes what a failure leaves. */
  static void delete(Path path, Throwable failure) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static void expect(Path path, String field, long found, long expected) {
    if (found != expected) {
      throw foreign(path, field, found, expected);
    }
  }

  private static SharedResourceException foreign(
      Path path, String field, long found, long expected) {
    return new SharedResourceException(
        "not a procpool segment of version %d: path=%s field=%s found=0x%x expected=0x%x"
            .formatted(SegmentLayout.VERSION, path, field, found, expected),
        null);
  }
}
