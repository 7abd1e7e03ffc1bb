package io.procpool.ipc.values;

import io.procpool.SharedLongArray;
import io.procpool.ipc.memory.Segment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A {@link SharedLongArray} in a segment of its own. */
final class LongCells extends SegmentCells implements SharedLongArray {

  LongCells(Segment segment) {
    super(segment, CellType.LONG, true);
  }

  @Override
  public long get(long index) {
    return cells().getLong(at(index));
  }

  @Override
  public void set(long index, long value) {
    cells().setLong(at(index), value);
  }

  @Override
  public long getAndSet(long index, long value) {
    return cells().getAndSetLong(at(index), value);
  }

  @Override
  public boolean compareAndSet(long index, long expected, long value) {
    return cells().compareAndSetLong(at(index), expected, value);
  }

  @Override
  public long getAndAdd(long index, long delta) {
    return cells().getAndAddLong(at(index), delta);
  }

  @Override
  public long addAndGet(long index, long delta) {
    return cells().getAndAddLong(at(index), delta) + delta;
  }

  @Override
  public void read(long index, long[] to) {
    copyOut(index, MemorySegment.ofArray(to), ValueLayout.JAVA_LONG);
  }

  @Override
  public void write(long index, long... from) {
    copyIn(MemorySegment.ofArray(from), index, ValueLayout.JAVA_LONG);
  }

  @Override
  public long[] toArray() {
    long[] all = new long[javaLength()];
    read(0, all);
    return all;
  }
}
