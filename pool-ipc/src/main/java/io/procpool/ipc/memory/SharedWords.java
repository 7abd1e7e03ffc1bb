package io.procpool.ipc.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteOrder;

/**
 * The words of a segment as several processes see them: each method is one access to memory, and
 * the only way the algorithms of this package touch shared state.
 *
 * <p>A reader that sees a value sees everything its writer wrote before. Every access keeps the
 * segment mapped for as long as it takes, and throws {@link IllegalStateException} once the segment
 * is closed. Not final, so that a test can end a "process" before any one of its accesses.
 */
class SharedWords {

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private static final int LOW_HALF_OFFSET =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;

  private final Segment segment;
  private final MemorySegment memory;

  SharedWords(Segment segment) {
    this.segment = segment;
    this.memory = segment.memory();
  }

  Segment segment() {
    return segment;
  }

  /** The four bytes that a sleeper on the word at {@code offset} watches: its low half. */
  final MemorySegment lowHalf(long offset) {
    return memory.asSlice(offset + LOW_HALF_OFFSET, Integer.BYTES);
  }

  long get(long offset) {
    try {
      return (long) LONG.getAcquire(memory, offset);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  void set(long offset, long value) {
    try {
      LONG.setRelease(memory, offset, value);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  boolean compareAndSet(long offset, long expected, long value) {
    try {
      return LONG.compareAndSet(memory, offset, expected, value);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  long getAndSet(long offset, long value) {
    try {
      return (long) LONG.getAndSet(memory, offset, value);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }
}
