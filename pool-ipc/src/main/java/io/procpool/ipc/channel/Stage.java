package io.procpool.ipc.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A native buffer between frames and a link: bytes are put at its end and taken from its front. The
 * memory is freed by the collector, so that no close can pull it from under a system call.
 */
final class Stage {

  private final MemorySegment memory;
  private final ByteBuffer view;
  private int front;
  private int end;

  Stage(int bytes) {
    memory = Arena.ofAuto().allocate(bytes, 64);
    view = memory.asByteBuffer();
  }

  MemorySegment memory() {
    return memory;
  }

  /** The same memory for NIO; its position and limit are the user's to set. */
  ByteBuffer view() {
    return view;
  }

  int capacity() {
    return view.capacity();
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
    return view.capacity() - end;
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
      MemorySegment.copy(memory, front, memory, 0, size());
      end -= front;
      front = 0;
    }
  }
}
