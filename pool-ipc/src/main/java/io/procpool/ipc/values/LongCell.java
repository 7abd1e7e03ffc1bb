package io.procpool.ipc.values;

import io.procpool.SharedLongValue;
import io.procpool.ipc.memory.Segment;

/** A {@link SharedLongValue} in a segment of its own. */
final class LongCell extends SegmentCells implements SharedLongValue {

  LongCell(Segment segment) {
    super(segment, CellType.LONG, false);
  }

  @Override
  public long get() {
    return cells().getLong(CellLayout.CELLS_OFFSET);
  }

  @Override
  public void set(long value) {
    cells().setLong(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public long getAndSet(long value) {
    return cells().getAndSetLong(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public boolean compareAndSet(long expected, long value) {
    return cells().compareAndSetLong(CellLayout.CELLS_OFFSET, expected, value);
  }

  @Override
  public long getAndAdd(long delta) {
    return cells().getAndAddLong(CellLayout.CELLS_OFFSET, delta);
  }

  @Override
  public long addAndGet(long delta) {
    return cells().getAndAddLong(CellLayout.CELLS_OFFSET, delta) + delta;
  }
}
