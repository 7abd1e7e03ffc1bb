package io.procpool.ipc.values;

import io.procpool.ipc.memory.Segment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteOrder;

/**
 * Single accesses to a segment's memory by their offset, each of its type's size. The processor
 * swaps words of 4 and 8 bytes; what is smaller is swapped with the aligned 4 bytes around it,
 * again until none of these has changed meanwhile.
 */
final class Cells {

  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle DOUBLE = ValueLayout.JAVA_DOUBLE.varHandle();
  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
  private static final VarHandle CHAR = ValueLayout.JAVA_CHAR.varHandle();
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  /** Unmaps the memory when nothing refers to it any more: each access holds on to it. */
  private final Segment segment;

  private final MemorySegment memory;

  Cells(Segment segment) {
    this.segment = segment;
    this.memory = segment.memory();
  }

  Segment segment() {
    return segment;
  }

  int getInt(long offset) {
    try {
      return (int) INT.getVolatile(memory, offset);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  void setInt(long offset, int value) {
    try {
      INT.setVolatile(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  int getAndSetInt(long offset, int value) {
    try {
      return (int) INT.getAndSet(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  boolean compareAndSetInt(long offset, int expected, int value) {
    try {
      return INT.compareAndSet(memory, offset, expected, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  int getAndAddInt(long offset, int delta) {
    try {
      return (int) INT.getAndAdd(memory, offset, delta);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  long getLong(long offset) {
    try {
      return (long) LONG.getVolatile(memory, offset);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  void setLong(long offset, long value) {
    try {
      LONG.setVolatile(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  long getAndSetLong(long offset, long value) {
    try {
      return (long) LONG.getAndSet(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  boolean compareAndSetLong(long offset, long expected, long value) {
    try {
      return LONG.compareAndSet(memory, offset, expected, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  long getAndAddLong(long offset, long delta) {
    try {
      return (long) LONG.getAndAdd(memory, offset, delta);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  double getDouble(long offset) {
    try {
      return (double) DOUBLE.getVolatile(memory, offset);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  void setDouble(long offset, double value) {
    try {
      DOUBLE.setVolatile(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  double getAndSetDouble(long offset, double value) {
    try {
      return (double) DOUBLE.getAndSet(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  boolean compareAndSetDouble(long offset, double expected, double value) {
    try {
      return DOUBLE.compareAndSet(memory, offset, expected, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  double getAndAddDouble(long offset, double delta) {
    double before;
    do {
      before = getDouble(offset);
    } while (!compareAndSetDouble(offset, before, before + delta));
    return before;
  }

  byte getByte(long offset) {
    try {
      return (byte) BYTE.getVolatile(memory, offset);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  void setByte(long offset, byte value) {
    try {
      BYTE.setVolatile(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  byte getAndSetByte(long offset, byte value) {
    byte before;
    do {
      before = getByte(offset);
    } while (!compareAndSetByte(offset, before, value));
    return before;
  }

  boolean compareAndSetByte(long offset, byte expected, byte value) {
    return compareAndSetPart(offset, Byte.SIZE, expected & 0xFF, value & 0xFF);
  }

  byte getAndAddByte(long offset, byte delta) {
    byte before;
    do {
      before = getByte(offset);
    } while (!compareAndSetByte(offset, before, (byte) (before + delta)));
    return before;
  }

  char getChar(long offset) {
    try {
      return (char) CHAR.getVolatile(memory, offset);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  void setChar(long offset, char value) {
    try {
      CHAR.setVolatile(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  char getAndSetChar(long offset, char value) {
    char before;
    do {
      before = getChar(offset);
    } while (!compareAndSetChar(offset, before, value));
    return before;
  }

  boolean compareAndSetChar(long offset, char expected, char value) {
    return compareAndSetPart(offset, Character.SIZE, expected, value);
  }

  boolean getBoolean(long offset) {
    return getByte(offset) != 0;
  }

  void setBoolean(long offset, boolean value) {
    setByte(offset, asByte(value));
  }

  boolean getAndSetBoolean(long offset, boolean value) {
    return getAndSetByte(offset, asByte(value)) != 0;
  }

  boolean compareAndSetBoolean(long offset, boolean expected, boolean value) {
    return compareAndSetByte(offset, asByte(expected), asByte(value));
  }

  private boolean compareAndSetPart(long offset, int bits, int expected, int value) {
    long word = offset & -Integer.BYTES;
    int bitsBefore = (int) (offset - word) * Byte.SIZE;
    int shift = LITTLE_ENDIAN ? bitsBefore : Integer.SIZE - bits - bitsBefore;
    int mask = ((1 << bits) - 1) << shift;
    while (true) {
      int seen = getInt(word);
      if ((seen & mask) >>> shift != expected) {
        return false;
      }
      if (compareAndSetInt(word, seen, (seen & ~mask) | (value << shift))) {
        return true;
      }
    }
  }

  private static byte asByte(boolean value) {
    return value ? (byte) 1 : 0;
  }
}
