package io.procpool.ipc.channel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A native buffer between frames and a link: bytes are put at its end and taken from its front. The
 * memory is freed by the collector, so that no close can pull it from under a system call.
 *
 * <p>Frames without arrays go in and out by the buffer's own methods: the first use of a memory
 * segment's would spin classes while a worker starts.
 */
final class Stage {

  private final ByteBuffer bytes; // its position and limit never change: several threads use it
  private final ByteBuffer view; // the link's
  private @Nullable MemorySegment
      memory; // made at its first use; threads that race make equal ones
  private int front;
  private int end;

  Stage(int bytes) {
    this.bytes = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.view = this.bytes.duplicate();
  }

  /** The memory, for system calls and arrays. */
  MemorySegment memory() {
    MemorySegment all = memory;
    if (all == null) {
      all = MemorySegment.ofBuffer(bytes);
      memory = all;
    }
    return all;
  }

  /** The memory, for a link of NIO; its position and limit are the link's to set. */
  ByteBuffer view() {
    return view;
  }

  /** The memory, for numbers at absolute places; little endian. */
  ByteBuffer numbers() {
    return bytes;
  }

  /** Puts bytes at the end, where there must be room. */
  void put(byte[] from, int offset, int length) {
    bytes.put(end, from, offset, length);
    end += length;
  }

  /** Takes bytes from the front, where they must be. */
  void take(byte[] to, int offset, int length) {
    bytes.get(front, to, offset, length);
    take(length);
  }

  int capacity() {
    return bytes.capacity();
  }

  int front() {
    return front;
  }

  int end() {
    return end;
  }

  /** How many bytes are in it. */
  int size() {
    return end - front;
  }

  /** How many bytes may be put at the end. */
  int room() {
    return bytes.capacity() - end;
  }

  void put(int length) {
    end += length;
  }

  void take(int length) {
    front += length;
    if (front == end) {
      front = 0;
      end = 0;
    }
  }

  /** Moves what is in it to the start, so that the room is all behind it. */
  void compact() {
    if (front > 0) {
      bytes.put(0, bytes, front, size());
      end -= front;
      front = 0;
    }
  }
}
