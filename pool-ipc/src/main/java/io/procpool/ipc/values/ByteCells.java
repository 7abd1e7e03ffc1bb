package io.procpool.ipc.values;

import io.procpool.SharedByteArray;
import io.procpool.ipc.memory.Segment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A {@link SharedByteArray} in a segment of its own. */
final class ByteCells extends SegmentCells implements SharedByteArray {

  ByteCells(Segment segment) {
    super(segment, CellType.BYTE, true);
  }

  @Override
  public byte get(long index) {
    return cells().getByte(at(index));
  }

  @Override
  public void set(long index, byte value) {
    cells().setByte(at(index), value);
  }

  @Override
  public byte getAndSet(long index, byte value) {
    return cells().getAndSetByte(at(index), value);
  }

  @Override
  public boolean compareAndSet(long index, byte expected, byte value) {
    return cells().compareAndSetByte(at(index), expected, value);
  }

  @Override
  public byte getAndAdd(long index, byte delta) {
    return cells().getAndAddByte(at(index), delta);
  }

  @Override
  public byte addAndGet(long index, byte delta) {
    return (byte) (cells().getAndAddByte(at(index), delta) + delta);
  }

  @Override
  public void read(long index, byte[] to) {
    copyOut(index, MemorySegment.ofArray(to), ValueLayout.JAVA_BYTE);
  }

  @Override
  public void write(long index, byte... from) {
    copyIn(MemorySegment.ofArray(from), index, ValueLayout.JAVA_BYTE);
  }

  @Override
  public byte[] toArray() {
    byte[] all = new byte[javaLength()];
    read(0, all);
    return all;
  }
}
