package io.procpool.ipc.channel;

import static io.procpool.ipc.channel.FrameLayout.ARRAY_COUNT_OFFSET;
import static io.procpool.ipc.channel.FrameLayout.ARRAY_ENTRY_BYTES;
import static io.procpool.ipc.channel.FrameLayout.BODY_LENGTH_OFFSET;
import static io.procpool.ipc.channel.FrameLayout.HEADER_BYTES;

import io.procpool.ipc.memory.Spin;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a channel. Nothing is allocated by a length before the header has been
 * checked, and arrays one by one as their bytes come.
 */
final class Inbox {

  private final Link link;
  private final Stage stage;
  private final long maxFrameBytes;
  private final AtomicLong receivedBytes = new AtomicLong();
  private volatile @Nullable Lane lane;
  private volatile boolean sawLargeArray;

  Inbox(Link link, int stageBytes, long maxFrameBytes) {
    this.link = link;
    this.stage = new Stage(stageBytes);
    this.maxFrameBytes = maxFrameBytes;
  }

  long receivedBytes() {
    return receivedBytes.get();
  }

  /** See {@link FrameChannel#hasStaged}. */
  boolean hasStaged() {
    return stage.size() > 0;
  }

  /** See {@link FrameChannel#hasInput}. */
  boolean hasInput() throws IOException {
    if (stage.size() > 0) {
      return true;
    }
    int read = link.tryRead(stage);
    receivedBytes.addAndGet(Math.max(0, read));
    return read != 0;
  }

  /** See {@link FrameChannel#awaitInput}. */
  boolean awaitInput(boolean spin, long nanos) throws IOException {
    if (stage.size() > 0) {
      return true;
    }
    if (!spin) {
      link.awaitInput(nanos);
    }
    Spin looks = new Spin();
    int read;
    do {
      read = link.tryRead(stage);
    } while (read == 0 && spin && looks.goOn());
    if (read == 0 && spin) {
      link.awaitInput(nanos);
      read = link.tryRead(stage);
    }
    receivedBytes.addAndGet(Math.max(0, read));
    return read != 0;
  }

  /** From now on arrays may come through it. */
  void takeFrom(Lane lane) {
    this.lane = lane;
  }

  /** Whether an array came that would have gone through a lane if there had been one. */
  boolean sawLargeArray() {
    return sawLargeArray;
  }

  /** See {@link FrameChannel#receive}. */
  @Nullable Frame receive() throws IOException {
    if (stage.size() == 0 && !fill()) {
      return null;
    }
    Header header = null;
    try {
      require(HEADER_BYTES);
      header = header();
      List<ArrayEntry> table = table(header.arrayCount);
      checkSize(header, table);
      byte[] body = new byte[header.bodyBytes];
      fillBody(body);
      return new Frame(header.type, body, arrays(table));
    } catch (EOFException cut) {
      throw new TruncatedFrameException(
          "the stream ended inside a frame: "
              + (header == null ? "header" : header)
              + ", read="
              + receivedBytes
              + " bytes in all, of which "
              + stage.size()
              + " are of the next item");
    } catch (OutOfMemoryError tooLarge) {
      // One large message must not end the process; its sender's channel is lost with it.
      throw new FrameTooLargeException(
          "no heap for a frame: " + header + ": " + tooLarge.getMessage(), tooLarge);
    }
  }

  private Header header() throws CorruptFrameException {
    ByteBuffer from = stage.numbers();
    int at = stage.front();
    int magic = from.getInt(at + FrameLayout.MAGIC_OFFSET);
    int version = from.get(at + FrameLayout.VERSION_OFFSET) & 0xff;
    int code = from.get(at + FrameLayout.TYPE_OFFSET) & 0xff;
    int bodyBytes = from.getInt(at + BODY_LENGTH_OFFSET);
    int arrayCount = from.getInt(at + ARRAY_COUNT_OFFSET);
    check("magic", magic, magic == FrameLayout.MAGIC, FrameLayout.MAGIC);
    check("version", version, version == FrameLayout.VERSION, FrameLayout.VERSION);
    FrameType type = FrameType.of(code);
    if (type == null) {
      throw new CorruptFrameException("not a frame: type=" + code + " is not known");
    }
    checkRange("bodyBytes", bodyBytes, FrameLayout.MAX_BODY_BYTES);
    checkRange("arrayCount", arrayCount, FrameLayout.MAX_ARRAYS);
    stage.take(HEADER_BYTES);
    return new Header(type, bodyBytes, arrayCount);
  }

  private List<ArrayEntry> table(int count) throws IOException {
    if (count == 0) {
      return List.of();
    }
    List<ArrayEntry> table = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      require(ARRAY_ENTRY_BYTES);
      ByteBuffer from = stage.numbers();
      int length = from.getInt(stage.front() + FrameLayout.ARRAY_LENGTH_OFFSET);
      int code = from.getInt(stage.front() + FrameLayout.ARRAY_KIND_OFFSET);
      ArrayKind kind = ArrayKind.of(code & ~FrameLayout.IN_PIECES);
      if (kind == null) {
        throw new CorruptFrameException("not a frame: kind=" + code + " of array " + i);
      }
      checkRange("length of array " + i, length, Integer.MAX_VALUE);
      stage.take(ARRAY_ENTRY_BYTES);
      table.add(new ArrayEntry(kind, length, (code & FrameLayout.IN_PIECES) != 0));
    }
    return table;
  }

  private void checkSize(Header header, List<ArrayEntry> table) throws FrameTooLargeException {
    long bytes = header.bodyBytes;
    for (ArrayEntry entry : table) {
      bytes += entry.bytes();
    }
    if (bytes > maxFrameBytes) {
      throw new FrameTooLargeException(
          "a frame of bytes=" + bytes + " is over the limit of " + maxFrameBytes + ": " + header);
    }
  }

  private List<Object> arrays(List<ArrayEntry> table) throws IOException {
    if (table.isEmpty()) {
      return List.of();
    }
    List<Object> arrays = new ArrayList<>(table.size());
    for (ArrayEntry entry : table) {
      Object array = entry.kind.allocate(entry.length);
      if (entry.inPieces) {
        fillByPieces(array, entry.bytes());
      } else {
        fillArray(array, 0, entry.bytes());
        sawLargeArray |= entry.bytes() >= LaneLayout.LEAST_BYTES;
      }
      arrays.add(array);
    }
    return arrays;
  }

  private void fillByPieces(Object array, long bytes) throws IOException {
    for (long done = 0; done < bytes; ) {
      awaitPiece();
      require(LaneLayout.PIECE_HEAD_BYTES);
      int piece = stage.numbers().getInt(stage.front());
      stage.take(LaneLayout.PIECE_HEAD_BYTES);
      int length = LaneLayout.bytes(piece);
      checkRange("bytes of a piece", length, (int) Math.min(bytes - done, Integer.MAX_VALUE));
      if (LaneLayout.isInLane(piece)) {
        takeFromLane(array, done, length);
      } else {
        fillArray(array, done, done + length);
      }
      done += length;
    }
  }

  private void awaitPiece() throws IOException {
    Lane from = lane;
    if (from != null) {
      from.awaitPiece();
    }
  }

  private void takeFromLane(Object array, long offset, int length) throws IOException {
    Lane from = lane;
    if (from == null || length > LaneLayout.PIECE_BYTES) {
      throw new CorruptFrameException(
          "not a frame: a piece of bytes=" + length + " in a lane that cannot have it");
    }
    from.take(array, offset, length);
    receivedBytes.addAndGet(length);
  }

  private void fillBody(byte[] body) throws IOException {
    int done = 0;
    while (done < body.length) {
      if (stage.size() == 0 && !fill()) {
        throw new EOFException();
      }
      int length = Math.min(body.length - done, stage.size());
      stage.take(body, done, length);
      done += length;
    }
  }

  private void fillArray(Object array, long from, long end) throws IOException {
    long done = from;
    while (done < end) {
      if (stage.size() == 0 && !fill()) {
        throw new EOFException();
      }
      int length = (int) Math.min(end - done, stage.size());
      ArrayKind.copy(stage.memory(), stage.front(), array, done, length);
      stage.take(length);
      done += length;
    }
  }

  /** Makes the stage have so many bytes at its front. */
  private void require(int bytes) throws IOException {
    if (bytes > stage.size() + stage.room()) {
      stage.compact();
    }
    while (stage.size() < bytes) {
      if (!fill()) {
        throw new EOFException();
      }
    }
  }

  private boolean fill() throws IOException {
    int read = link.read(stage);
    if (read < 0) {
      return false;
    }
    receivedBytes.addAndGet(read);
    return true;
  }

  private static void check(String field, int value, boolean right, int expected)
      throws CorruptFrameException {
    if (!right) {
      throw new CorruptFrameException(
          String.format("not a frame: %s=0x%x, expected 0x%x", field, value, expected));
    }
  }

  private static void checkRange(String field, int value, int limit) throws CorruptFrameException {
    if (value < 0 || value > limit) {
      throw new CorruptFrameException(
          "not a frame: "
              + field
              + "="
              + Integer.toUnsignedString(value)
              + " is over the limit of "
              + limit);
    }
  }

  private record Header(FrameType type, int bodyBytes, int arrayCount) {}

  private record ArrayEntry(ArrayKind kind, int length, boolean inPieces) {

    long bytes() {
      return (long) length * kind.elementBytes();
    }
  }
}
