package io.procpool.ipc.values;

import io.procpool.ipc.memory.Attachments;
import io.procpool.ipc.memory.Segment;
import io.procpool.ipc.memory.SegmentDirectory;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** The types of shared values and arrays. */
enum CellType {
  INT("Int", Integer.BYTES),
  LONG("Long", Long.BYTES),
  DOUBLE("Double", Double.BYTES),
  BYTE("Byte", Byte.BYTES),
  CHAR("Char", Character.BYTES),
  BOOLEAN("Boolean", 1);

  private final String label;
  private final int bytes;

  CellType(String label, int bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /** The size of an element. */
  int bytes() {
    return bytes;
  }

  /** The kind in the segment's header; also what users call it. */
  String kind(boolean array) {
    return "Shared" + label + (array ? "Array" : "Value");
  }

  /** A new one, which this process owns. */
  SegmentCells create(long length, boolean array) {
    Segment segment =
        SegmentDirectory.current().create(kind(array), CellLayout.bytes(length, bytes));
    segment.memory().set(ValueLayout.JAVA_LONG, CellLayout.LENGTH_OFFSET, length);
    return Attachments.add(open(segment, array));
  }

  /** This process's view of the one in the file, the same object each time. */
  SegmentCells attach(Path path, boolean array) {
    return (SegmentCells)
        Attachments.find(path, () -> open(Segment.attach(path, kind(array)), array));
  }

  private SegmentCells open(Segment segment, boolean array) {
    return switch (this) {
      case INT -> array ? new IntCells(segment) : new IntCell(segment);
      case LONG -> array ? new LongCells(segment) : new LongCell(segment);
      case DOUBLE -> array ? new DoubleCells(segment) : new DoubleCell(segment);
      case BYTE -> array ? new ByteCells(segment) : new ByteCell(segment);
      case CHAR -> array ? new CharCells(segment) : new CharCell(segment);
      case BOOLEAN -> array ? new BooleanCells(segment) : new BooleanCell(segment);
    };
  }
}
