package io.procpool.ipc.channel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A frame on its way into the stage, piece by piece: header with table, slices, arrays. Guarded by
 * the outbox's lock.
 */
final class Outgoing {

  private final OutFrame frame;
  private final byte[] head;
  private int piece; // 0: head; then the slices; then the arrays
  private long done; // bytes of the current piece that are staged

  Outgoing(OutFrame frame) {
    this.frame = frame;
    List<Object> arrays = frame.arrays();
    head = new byte[FrameLayout.HEADER_BYTES + arrays.size() * FrameLayout.ARRAY_ENTRY_BYTES];
    MemorySegment to = MemorySegment.ofArray(head);
    FrameLayout.putHeader(to, 0, frame.type(), frame.bodyBytes(), arrays.size());
    long at = FrameLayout.HEADER_BYTES;
    for (Object array : arrays) {
      FrameLayout.putArray(to, at, array);
      at += FrameLayout.ARRAY_ENTRY_BYTES;
    }
  }

  /** How many bytes the frame takes on the wire. */
  static long bytesOf(OutFrame frame) {
    long bytes = FrameLayout.HEADER_BYTES + (long) frame.bodyBytes();
    for (Object array : frame.arrays()) {
      bytes += FrameLayout.ARRAY_ENTRY_BYTES + ArrayKind.bytesOf(array);
    }
    return bytes;
  }

  /**
   * Puts a frame that is small enough and has no arrays into the stage at once.
   *
   * @return false where it does not fit; then nothing was put
   */
  static boolean stageWhole(OutFrame frame, Stage stage) {
    int bytes = FrameLayout.HEADER_BYTES + frame.bodyBytes();
    if (!frame.arrays().isEmpty() || bytes < 0 || bytes > stage.room()) {
      return false;
    }
    int at = stage.end();
    FrameLayout.putHeader(stage.memory(), at, frame.type(), frame.bodyBytes(), 0);
    at += FrameLayout.HEADER_BYTES;
    for (int i = 0; i < frame.sliceCount(); i++) {
      int length = frame.sliceLength(i);
      MemorySegment.copy(
          frame.slice(i), frame.sliceOffset(i), stage.memory(), JAVA_BYTE, at, length);
      at += length;
    }
    stage.put(bytes);
    return true;
  }

  /**
   * Puts as much as there is room for.
   *
   * @return whether all of the frame is staged now
   */
  boolean stage(Stage stage) {
    int pieces = 1 + frame.sliceCount() + frame.arrays().size();
    while (piece < pieces) {
      long left = pieceBytes() - done;
      int length = (int) Math.min(left, stage.room());
      copy(stage, length);
      stage.put(length);
      done += length;
      if (length < left) {
        return false;
      }
      piece++;
      done = 0;
    }
    return true;
  }

  /** Makes what is not staged yet independent of the caller's buffers. */
  void own() {
    frame.ownSlices(Math.max(0, piece - 1));
  }

  private long pieceBytes() {
    int slice = piece - 1;
    if (slice < 0) {
      return head.length;
    }
    return slice < frame.sliceCount()
        ? frame.sliceLength(slice)
        : ArrayKind.bytesOf(frame.arrays().get(slice - frame.sliceCount()));
  }

  private void copy(Stage stage, int length) {
    int slice = piece - 1;
    int from = (int) done; // of a byte[]; an array's offset may be larger
    if (slice < 0) {
      MemorySegment.copy(head, from, stage.memory(), JAVA_BYTE, stage.end(), length);
    } else if (slice < frame.sliceCount()) {
      MemorySegment.copy(
          frame.slice(slice),
          frame.sliceOffset(slice) + from,
          stage.memory(),
          JAVA_BYTE,
          stage.end(),
          length);
    } else {
      Object array = frame.arrays().get(slice - frame.sliceCount());
      ArrayKind.copy(array, done, stage.memory(), stage.end(), length);
    }
  }
}
