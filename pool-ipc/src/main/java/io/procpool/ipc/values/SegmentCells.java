package io.procpool.ipc.values;

import io.procpool.SharedReentrantLock;
import io.procpool.ipc.memory.Segment;
import io.procpool.ipc.memory.SegmentObject;
import io.procpool.ipc.memory.SegmentReentrantLock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Objects;

/** What shared values and arrays of all types have: a segment, a lock, a ticket, bounds. */
abstract class SegmentCells implements SegmentObject {

  private final Cells cells;
  private final CellType type;
  private final boolean array;
  private final long length;
  private final SharedReentrantLock lock;

  SegmentCells(Segment segment, CellType type, boolean array) {
    this.cells = new Cells(segment);
    this.type = type;
    this.array = array;
    this.length = cells.getLong(CellLayout.LENGTH_OFFSET);
    this.lock = new CellLock(segment);
  }

  final Cells cells() {
    return cells;
  }

  public final long length() {
    return length;
  }

  @Override
  public final boolean isHeldByCurrentThread() {
    return lock.isHeldByCurrentThread();
  }

  public final SharedReentrantLock lock() {
    return lock;
  }

  @Override
  public final Segment segment() {
    return cells.segment();
  }

  @Override
  public final String kind() {
    return type.kind(array);
  }

  @Override
  public final Ticket ticket() {
    return new CellTicket(type, array, segment().path().toString());
  }

  @Override
  public final void close() {
    SegmentObject.super.close();
  }

  @Override
  public final String toString() {
    return segment().shown(kind(), () -> "length=" + length);
  }

  /** The offset of an element. */
  final long at(long index) {
    return CellLayout.CELLS_OFFSET + Objects.checkIndex(index, length) * type.bytes();
  }

  final void checkRange(long index, long count) {
    Objects.checkFromIndexSize(index, count, length);
  }

  final void copyOut(long index, MemorySegment to, ValueLayout layout) {
    long count = to.byteSize() / type.bytes();
    checkRange(index, count);
    try {
      MemorySegment.copy(segment().memory(), layout, offset(index), to, layout, 0, count);
    } catch (IllegalStateException closed) {
      throw segment().explained(closed);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final void copyIn(MemorySegment from, long index, ValueLayout layout) {
    long count = from.byteSize() / type.bytes();
    checkRange(index, count);
    try {
      MemorySegment.copy(from, layout, 0, segment().memory(), layout, offset(index), count);
    } catch (IllegalStateException closed) {
      throw segment().explained(closed);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final int javaLength() {
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException("too long for a Java array: length=" + length);
    }
    return (int) length;
  }

  /** As {@link #at}, also for the place behind the last element. */
  private long offset(long index) {
    return CellLayout.CELLS_OFFSET + index * type.bytes();
  }

  /** The way to the file of a value or array. */
  private record CellTicket(CellType type, boolean array, String path) implements Ticket {

    @Override
    public Object redeem() {
      return type.attach(Path.of(path), array);
    }
  }

  /** The way to the lock in the file of a value or array. */
  private record LockTicket(CellTicket cells) implements Ticket {

    @Override
    public Object redeem() {
      return ((SegmentCells) cells.redeem()).lock();
    }
  }

  /** The lock at the segment's start, which is its owner's to close. */
  private final class CellLock extends SegmentReentrantLock {

    CellLock(Segment segment) {
      super(segment);
    }

    @Override
    public Ticket ticket() {
      return new LockTicket(new CellTicket(type, array, segment().path().toString()));
    }

    @Override
    public void close() {
      // The value or array closes the segment.
    }
  }
}
