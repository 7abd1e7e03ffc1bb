package io.procpool.ipc.values;

import io.procpool.SharedByteValue;
import io.procpool.ipc.memory.Segment;

/** A {@link SharedByteValue} in a segment of its own. */
final class ByteCell extends SegmentCells implements SharedByteValue {

  ByteCell(Segment segment) {
    super(segment, CellType.BYTE, false);
  }

  @Override
  public byte get() {
    return cells().getByte(CellLayout.CELLS_OFFSET);
  }

  @Override
  public void set(byte value) {
    cells().setByte(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public byte getAndSet(byte value) {
    return cells().getAndSetByte(CellLayout.CELLS_OFFSET, value);
  }

  @Override
  public boolean compareAndSet(byte expected, byte value) {
    return cells().compareAndSetByte(CellLayout.CELLS_OFFSET, expected, value);
  }

  @Override
  public byte getAndAdd(byte delta) {
    return cells().getAndAddByte(CellLayout.CELLS_OFFSET, delta);
  }

  @Override
  public byte addAndGet(byte delta) {
    return (byte) (cells().getAndAddByte(CellLayout.CELLS_OFFSET, delta) + delta);
  }
}
