package io.procpool.ipc.channel;

import io.procpool.ipc.posix.Posix;
import io.procpool.ipc.posix.PosixException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** A channel whose other end speaks bytes. */
final class RawSocket implements AutoCloseable {

  final FrameChannel channel;
  private final int fd;
  private boolean open = true;

  RawSocket() throws PosixException {
    int[] pair = Posix.socketpair();
    channel = FrameChannel.overDescriptor(pair[0]);
    fd = pair[1];
  }

  void write(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      long done = Posix.send(fd, copy, 0, bytes.length, Posix.MSG_NOSIGNAL);
      if (done != bytes.length) {
        throw new AssertionError("sent " + done + " of " + bytes.length);
      }
    }
  }

  /** One recv of up to so many bytes; blocks for the first. */
  byte[] readOnce(int atMost) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(atMost);
      long done = Posix.recv(fd, room, 0, atMost, 0);
      return Arrays.copyOf(room.toArray(ValueLayout.JAVA_BYTE), Math.toIntExact(done));
    }
  }

  void end() throws PosixException {
    if (open) {
      Posix.close(fd);
      open = false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    end();
  }
}
