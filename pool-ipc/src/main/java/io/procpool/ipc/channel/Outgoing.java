package io.procpool.ipc.channel;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way into the stage, part by part: header with table, slices, arrays. Guarded by
 * the outbox's lock.
 */
final class Outgoing {

  private final OutFrame frame;
  private byte[] head = {};
  private @Nullable Lane lane; // set as staging begins
  private boolean begun;
  private int part; // 0: head; then the slices; then the arrays
  private long done; // bytes of the current part that are staged
  private long stagedUpTo = -1;
  private long laneBytes;

  Outgoing(OutFrame frame) {
    this.frame = frame;
  }

  /** Whether a part of it is staged. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether it has an array that goes through a lane where there is one. */
  boolean hasLargeArray() {
    for (Object array : frame.arrays()) {
      if (ArrayKind.bytesOf(array) >= LaneLayout.LEAST_BYTES) {
        return true;
      }
    }
    return false;
  }

  /** How many of its bytes have been put into the lane. */
  long laneBytes() {
    return laneBytes;
  }

  /** How many bytes were ever staged when all of it was; -1 before. */
  long stagedUpTo() {
    return stagedUpTo;
  }

  void stagedUpTo(long bytes) {
    stagedUpTo = bytes;
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
    FrameLayout.putHeader(stage.numbers(), stage.end(), frame.type(), frame.bodyBytes(), 0);
    stage.put(FrameLayout.HEADER_BYTES);
    for (int i = 0; i < frame.sliceCount(); i++) {
      stage.put(frame.slice(i), frame.sliceOffset(i), frame.sliceLength(i));
    }
    return true;
  }

  /**
   * Puts as much as there is room for; of an array that goes through a lane, one piece.
   *
   * @param through where large arrays go, if there is a lane; the first call decides
   * @param crowded whether a piece may go into the stage if the lane has no room
   * @return whether all of the frame is staged now
   * @throws ClosedChannelException if the lane was closed
   */
  boolean stage(Stage stage, @Nullable Lane through, boolean crowded)
      throws ClosedChannelException {
    if (!begun) {
      begin(through);
    }
    int parts = 1 + frame.sliceCount() + frame.arrays().size();
    while (part < parts) {
      if (isInPieces(part) && done == 0 && stage.size() > 0) {
        return false; // the head leaves first: the reader makes the array meanwhile
      }
      long left = partBytes() - done;
      long length = isInPieces(part) ? putPiece(stage, left, crowded) : putBytes(stage, left);
      done += length;
      if (length < left) {
        return false;
      }
      part++;
      done = 0;
    }
    return true;
  }

  private void begin(@Nullable Lane through) {
    begun = true;
    lane = through;
    List<Object> arrays = frame.arrays();
    head = new byte[FrameLayout.HEADER_BYTES + arrays.size() * FrameLayout.ARRAY_ENTRY_BYTES];
    ByteBuffer to = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    FrameLayout.putHeader(to, 0, frame.type(), frame.bodyBytes(), arrays.size());
    int at = FrameLayout.HEADER_BYTES;
    int number = 1 + frame.sliceCount();
    for (Object array : arrays) {
      FrameLayout.putArray(to, at, array, isInPieces(number++));
      at += FrameLayout.ARRAY_ENTRY_BYTES;
    }
  }

  private boolean isInPieces(int number) {
    int array = number - 1 - frame.sliceCount();
    return lane != null
        && array >= 0
        && ArrayKind.bytesOf(frame.arrays().get(array)) >= LaneLayout.LEAST_BYTES;
  }

  private int putBytes(Stage stage, long left) {
    int length = (int) Math.min(left, stage.room());
    copy(stage, length);
    return length;
  }

  private int putPiece(Stage stage, long left, boolean crowded) throws ClosedChannelException {
    int room = stage.room() - LaneLayout.PIECE_HEAD_BYTES;
    if (room <= 0) {
      return 0;
    }
    Object array = frame.arrays().get(part - 1 - frame.sliceCount());
    int length = requireNonNull(lane).put(array, done, left);
    if (length > 0) {
      putPieceHead(stage, length, true);
      laneBytes += length;
    } else if (crowded) {
      length = (int) Math.min(left, room);
      putPieceHead(stage, length, false);
      copy(stage, length);
    }
    return length;
  }

  private void putPieceHead(Stage stage, int length, boolean inLane) {
    stage.numbers().putInt(stage.end(), LaneLayout.piece(length, inLane));
    stage.put(LaneLayout.PIECE_HEAD_BYTES);
    requireNonNull(lane).stagedPiece();
  }

  /** Makes what is not staged yet independent of the caller's buffers. */
  void own() {
    frame.ownSlices(Math.max(0, part - 1));
  }

  private long partBytes() {
    int slice = part - 1;
    if (slice < 0) {
      return head.length;
    }
    return slice < frame.sliceCount()
        ? frame.sliceLength(slice)
        : ArrayKind.bytesOf(frame.arrays().get(slice - frame.sliceCount()));
  }

  /** Puts the part's next bytes into the stage. */
  private void copy(Stage stage, int length) {
    int slice = part - 1;
    int from = (int) done; // of a byte[]; an array's offset may be larger
    if (slice < 0) {
      stage.put(head, from, length);
    } else if (slice < frame.sliceCount()) {
      stage.put(frame.slice(slice), frame.sliceOffset(slice) + from, length);
    } else {
      Object array = frame.arrays().get(slice - frame.sliceCount());
      ArrayKind.copy(array, done, stage.memory(), stage.end(), length);
      stage.put(length);
    }
  }
}
