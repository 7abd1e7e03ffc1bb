package io.procpool.ipc.values;

import io.procpool.SharedBooleanValue;
import io.procpool.ipc.memory.Segment;

/** A {@link SharedBooleanValue} in a segment of its own. */
final class BooleanCell extends SegmentCells implements SharedBooleanValue {

  BooleanCell(Segment segment) {
    super(segment, CellType.BOOLEAN, false);
  }

  @Override
  public boolean get() {
    return cells().getBoolean(CellLayout.CELLS_OFFSET);
  }

  @Override
  public void set(boolean value) {
    cells().setBoolean(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public boolean getAndSet(boolean value) {
    return cells().getAndSetBoolean(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public boolean compareAndSet(boolean expected, boolean value) {
    return cells().compareAndSetBoolean(CellLayout.CELLS_OFFSET, expected, value);
  }
}
