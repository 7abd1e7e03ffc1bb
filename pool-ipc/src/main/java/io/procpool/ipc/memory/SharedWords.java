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
public class SharedWords {

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private static final int LOW_HALF_OFFSET =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;

  private final Segment segment;
  private final MemorySegment memory;

  /** A view of the segment's contents, offsets counted from behind its header. */
  public SharedWords(Segment segment) {
    this.segment = segment;
    this.memory = segment.memory();
  }

  /** What it is a view of. */
  public Segment segment() {
    return segment;
  }

  /** The four bytes that a sleeper on the word at {@code offset} watches: its low half. */
  final MemorySegment lowHalf(long offset) {
    return memory.asSlice(offset + LOW_HALF_OFFSET, Integer.BYTES);
  }

  /** Reads a word. */
  public long get(long offset) {
    try {
      return (long) LONG.getAcquire(memory, offset);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  /** Writes a word. */
  public void set(long offset, long value) {
    try {
      LONG.setRelease(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  /** Writes a word if it is as expected. */
  public boolean compareAndSet(long offset, long expected, long value) {
    try {
      return LONG.compareAndSet(memory, offset, expected, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  /** Writes a word and returns what it was. */
  public long getAndSet(long offset, long value) {
    try {
      return (long) LONG.getAndSet(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  /** Writes a word before this thread's later {@link #getOrdered}s, as all processes see it. */
  public void setOrdered(long offset, long value) {
    try {
      LONG.setVolatile(memory, offset, value);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  /** Reads a word after this thread's earlier {@link #setOrdered}s and swaps. */
  public long getOrdered(long offset) {
    try {
      return (long) LONG.getVolatile(memory, offset);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  /** Copies bytes into the segment; not one access, so another process may see a part of them. */
  public void copyIn(byte[] from, int fromOffset, long offset, int count) {
    try {
      MemorySegment.copy(from, fromOffset, memory, ValueLayout.JAVA_BYTE, offset, count);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  /** Copies bytes out of the segment. */
  public void copyOut(long offset, byte[] to, int toOffset, int count) {
    try {
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, to, toOffset, count);
    } catch (IllegalStateException closed) {
      throw segment.explained(closed);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }
}
