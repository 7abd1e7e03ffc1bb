package io.procpool.ipc.values;

import io.procpool.SharedDoubleArray;
import io.procpool.ipc.memory.Segment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A {@link SharedDoubleArray} in a segment of its own. */
final class DoubleCells extends SegmentCells implements SharedDoubleArray {

  DoubleCells(Segment segment) {
    super(segment, CellType.DOUBLE, true);
  }

  @Override
  public double get(long index) {
    return cells().getDouble(at(index));
  }

  @Override
  public void set(long index, double value) {
    cells().setDouble(at(index), value);
  }

  @Override
  public double getAndSet(long index, double value) {
    return cells().getAndSetDouble(at(index), value);
  }

  @Override
  public boolean compareAndSet(long index, double expected, double value) {
    return cells().compareAndSetDouble(at(index), expected, value);
  }

  @Override
  public double getAndAdd(long index, double delta) {
    return cells().getAndAddDouble(at(index), delta);
  }

  @Override
  public double addAndGet(long index, double delta) {
    return cells().getAndAddDouble(at(index), delta) + delta;
  }

  @Override
  public void read(long index, double[] to) {
    copyOut(index, MemorySegment.ofArray(to), ValueLayout.JAVA_DOUBLE);
  }

  @Override
  public void write(long index, double... from) {
    copyIn(MemorySegment.ofArray(from), index, ValueLayout.JAVA_DOUBLE);
  }

  @Override
  public double[] toArray() {
    double[] all = new double[javaLength()];
    read(0, all);
    return all;
  }
}
