package io.procpool.ipc.values;

import io.procpool.SharedCharValue;
import io.procpool.ipc.memory.Segment;

/** A {@link SharedCharValue} in a segment of its own. */
final class CharCell extends SegmentCells implements SharedCharValue {

  CharCell(Segment segment) {
    super(segment, CellType.CHAR, false);
  }

  @Override
  public char get() {
    return cells().getChar(CellLayout.CELLS_OFFSET);
  }

  @Override
  public void set(char value) {
    cells().setChar(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public char getAndSet(char value) {
    return cells().getAndSetChar(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public boolean compareAndSet(char expected, char value) {
    return cells().compareAndSetChar(CellLayout.CELLS_OFFSET, expected, value);
  }
}
