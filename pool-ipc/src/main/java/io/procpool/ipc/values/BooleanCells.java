package io.procpool.ipc.values;

import io.procpool.SharedBooleanArray;
import io.procpool.ipc.memory.Segment;

/** A {@link SharedBooleanArray} in a segment of its own. */
final class BooleanCells extends SegmentCells implements SharedBooleanArray {

  BooleanCells(Segment segment) {
    super(segment, CellType.BOOLEAN, true);
  }

  @Override
  public boolean get(long index) {
    return cells().getBoolean(at(index));
  }

  @Override
  public void set(long index, boolean value) {
    cells().setBoolean(at(index), value);
  }

  @Override
  public boolean getAndSet(long index, boolean value) {
    return cells().getAndSetBoolean(at(index), value);
  }

  @Override
  public boolean compareAndSet(long index, boolean expected, boolean value) {
    return cells().compareAndSetBoolean(at(index), expected, value);
  }

  @Override
  public void read(long index, boolean[] to) {
    checkRange(index, to.length);
    for (int i = 0; i < to.length; i++) {
      to[i] = get(index + i);
    }
  }

  @Override
  public void write(long index, boolean... from) {
    checkRange(index, from.length);
    for (int i = 0; i < from.length; i++) {
      set(index + i, from[i]);
    }
  }

  @Override
  public boolean[] toArray() {
    boolean[] all = new boolean[javaLength()];
    read(0, all);
    return all;
  }
}
