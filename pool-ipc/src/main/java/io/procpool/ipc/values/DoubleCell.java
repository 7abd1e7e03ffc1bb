package io.procpool.ipc.values;

import io.procpool.SharedDoubleValue;
import io.procpool.ipc.memory.Segment;

/** A {@link SharedDoubleValue} in a segment of its own. */
final class DoubleCell extends SegmentCells implements SharedDoubleValue {

  DoubleCell(Segment segment) {
    super(segment, CellType.DOUBLE, false);
  }

  @Override
  public double get() {
    return cells().getDouble(CellLayout.CELLS_OFFSET);
  }

  @Override
  public void set(double value) {
    cells().setDouble(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public double getAndSet(double value) {
    return cells().getAndSetDouble(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public boolean compareAndSet(double expected, double value) {
    return cells().compareAndSetDouble(CellLayout.CELLS_OFFSET, expected, value);
  }

  @Override
  public double getAndAdd(double delta) {
    return cells().getAndAddDouble(CellLayout.CELLS_OFFSET, delta);
  }

  @Override
  public double addAndGet(double delta) {
    return cells().getAndAddDouble(CellLayout.CELLS_OFFSET, delta) + delta;
  }
}
