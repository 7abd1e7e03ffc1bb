package io.procpool.ipc.values;

import io.procpool.SharedCharArray;
import io.procpool.ipc.memory.Segment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A {@link SharedCharArray} in a segment of its own. */
final class CharCells extends SegmentCells implements SharedCharArray {

  CharCells(Segment segment) {
    super(segment, CellType.CHAR, true);
  }

  @Override
  public char get(long index) {
    return cells().getChar(at(index));
  }

  @Override
  public void set(long index, char value) {
    cells().setChar(at(index), value);
  }

  @Override
  public char getAndSet(long index, char value) {
    return cells().getAndSetChar(at(index), value);
  }

  @Override
  public boolean compareAndSet(long index, char expected, char value) {
    return cells().compareAndSetChar(at(index), expected, value);
  }

  @Override
  public void read(long index, char[] to) {
    copyOut(index, MemorySegment.ofArray(to), ValueLayout.JAVA_CHAR);
  }

  @Override
  public void write(long index, char... from) {
    copyIn(MemorySegment.ofArray(from), index, ValueLayout.JAVA_CHAR);
  }

  @Override
  public char[] toArray() {
    char[] all = new char[javaLength()];
    read(0, all);
    return all;
  }
}
