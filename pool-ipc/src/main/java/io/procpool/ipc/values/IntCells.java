package io.procpool.ipc.values;

import io.procpool.SharedIntArray;
import io.procpool.ipc.memory.Segment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A {@link SharedIntArray} in a segment of its own. */
final class IntCells extends SegmentCells implements SharedIntArray {

  IntCells(Segment segment) {
    super(segment, CellType.INT, true);
  }

  @Override
  public int get(long index) {
    return cells().getInt(at(index));
  }

  @Override
  public void set(long index, int value) {
    cells().setInt(at(index), value);
  }

  @Override
  public int getAndSet(long index, int value) {
    return cells().getAndSetInt(at(index), value);
  }

  @Override
  public boolean compareAndSet(long index, int expected, int value) {
    return cells().compareAndSetInt(at(index), expected, value);
  }

  @Override
  public int getAndAdd(long index, int delta) {
    return cells().getAndAddInt(at(index), delta);
  }

  @Override
  public int addAndGet(long index, int delta) {
    return cells().getAndAddInt(at(index), delta) + delta;
  }

  @Override
  public void read(long index, int[] to) {
    copyOut(index, MemorySegment.ofArray(to), ValueLayout.JAVA_INT);
  }

  @Override
  public void write(long index, int... from) {
    copyIn(MemorySegment.ofArray(from), index, ValueLayout.JAVA_INT);
  }

  @Override
  public int[] toArray() {
    int[] all = new int[javaLength()];
    read(0, all);
    return all;
  }
}
