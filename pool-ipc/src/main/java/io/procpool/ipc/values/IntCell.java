package io.procpool.ipc.values;

import io.procpool.SharedIntValue;
import io.procpool.ipc.memory.Segment;

/** A {@link SharedIntValue} in a segment of its own. */
final class IntCell extends SegmentCells implements SharedIntValue {

  IntCell(Segment segment) {
    super(segment, CellType.INT, false);
  }

  @Override
  public int get() {
    return cells().getInt(CellLayout.CELLS_OFFSET);
  }

  @Override
  public void set(int value) {
    cells().setInt(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public int getAndSet(int value) {
    return cells().getAndSetInt(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public boolean compareAndSet(int expected, int value) {
    return cells().compareAndSetInt(CellLayout.CELLS_OFFSET, expected, value);
  }

  @Override
  public int getAndAdd(int delta) {
    return cells().getAndAddInt(CellLayout.CELLS_OFFSET, delta);
  }

  @Override
  public int addAndGet(int delta) {
    return cells().getAndAddInt(CellLayout.CELLS_OFFSET, delta) + delta;
  }
}
