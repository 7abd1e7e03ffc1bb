package io.procpool.ipc.channel;

import io.procpool.ipc.memory.Spin;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction's way for the bytes of large arrays through memory that both processes have mapped:
 * two copies instead of four, and no system call but for saying so. See {@link LaneLayout}.
 *
 * <p>Each end uses its own object. One thread puts or takes at a time, under what guards the
 * channel's direction; that bytes are there is told by the frames, which also order the memory.
 */
final class Lane {

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  /** How long a full lane is waited for before bytes take the other way. */
  private static final int PATIENCE_ROUNDS = 100;

  private static final long ROUND_NANOS = 50_000;

  /** Longer than it takes to write a piece, where the writer has a processor. */
  private static final long MOST_SPIN_NANOS = 100_000;

  private static final long LEAST_SPIN_NANOS = 4_000;

  private final MemorySegment memory;
  private long passed; // bytes this end has put, or taken
  private long pieces; // heads of pieces this end has staged, or read
  private long spinNanos = MOST_SPIN_NANOS; // the reader's, by how it went before

  Lane(MemorySegment memory) {
    this.memory = memory;
  }

  /**
   * Writer: copies the array's next bytes, a piece at most.
   *
   * @return how many; 0 if there is no room
   * @throws ClosedChannelException if the lane was closed
   */
  int put(Object array, long offset, long left) throws ClosedChannelException {
    int count = (int) Math.min(left, LaneLayout.PIECE_BYTES);
    if (count > room()) {
      return 0;
    }
    int at = (int) (passed % LaneLayout.RING_BYTES);
    int first = Math.min(count, LaneLayout.RING_BYTES - at);
    try {
      ArrayKind.copy(array, offset, memory, LaneLayout.RING_OFFSET + at, first);
      ArrayKind.copy(array, offset + first, memory, LaneLayout.RING_OFFSET, count - first);
    } catch (IllegalStateException unmapped) {
      throw closed();
    }
    VarHandle.releaseFence();
    passed += count;
    return count;
  }

  /**
   * Writer: waits a while for room for a piece.
   *
   * @return whether there is
   * @throws ClosedChannelException if the lane was closed
   */
  boolean awaitRoom() throws ClosedChannelException {
    Spin spin = new Spin();
    while (!hasRoom() && spin.goOn()) {}
    for (int i = 0; i < PATIENCE_ROUNDS && !hasRoom(); i++) {
      LockSupport.parkNanos(this, ROUND_NANOS);
    }
    return hasRoom();
  }

  /**
   * Reader: copies the lane's next bytes into the array.
   *
   * @throws ClosedChannelException if the lane was closed
   */
  void take(Object array, long offset, int count) throws ClosedChannelException {
    try {
      VarHandle.acquireFence();
      int at = (int) (passed % LaneLayout.RING_BYTES);
      int first = Math.min(count, LaneLayout.RING_BYTES - at);
      ArrayKind.copy(memory, LaneLayout.RING_OFFSET + at, array, offset, first);
      ArrayKind.copy(memory, LaneLayout.RING_OFFSET, array, offset + first, count - first);
      passed += count;
      LONG.setRelease(memory, (long) LaneLayout.TAKEN_OFFSET, passed);
    } catch (IllegalStateException unmapped) {
      throw closed();
    }
  }

  /** Writer: the head of a piece is staged, of whichever way. */
  void stagedPiece() {
    pieces++;
  }

  /** Writer: what is staged has left. */
  void announce() throws ClosedChannelException {
    try {
      LONG.setRelease(memory, (long) LaneLayout.ANNOUNCED_OFFSET, pieces);
    } catch (IllegalStateException unmapped) {
      throw closed();
    }
  }

  /** Reader: waits a moment for the head of a piece, so that reading it does not block. */
  void awaitPiece() throws ClosedChannelException {
    pieces++;
    try {
      if (!isAnnounced()) {
        spinNanos =
            isAnnouncedWithin(spinNanos)
                ? Math.min(MOST_SPIN_NANOS, 2 * spinNanos)
                : Math.max(LEAST_SPIN_NANOS, spinNanos / 4);
      }
    } catch (IllegalStateException unmapped) {
      throw closed();
    }
  }

  private boolean isAnnouncedWithin(long nanos) {
    Spin spin = new Spin(nanos);
    while (!isAnnounced()) {
      if (!spin.goOn()) {
        return false;
      }
    }
    return true;
  }

  private boolean isAnnounced() {
    return (long) LONG.getAcquire(memory, (long) LaneLayout.ANNOUNCED_OFFSET) >= pieces;
  }

  private boolean hasRoom() throws ClosedChannelException {
    return room() >= LaneLayout.PIECE_BYTES;
  }

  private long room() throws ClosedChannelException {
    try {
      long taken = (long) LONG.getAcquire(memory, (long) LaneLayout.TAKEN_OFFSET);
      return LaneLayout.RING_BYTES - (passed - taken);
    } catch (IllegalStateException unmapped) {
      throw closed();
    }
  }

  private static ClosedChannelException closed() {
    return new ClosedChannelException();
  }
}
