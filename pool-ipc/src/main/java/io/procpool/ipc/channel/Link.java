package io.procpool.ipc.channel;

import java.io.IOException;
import java.nio.channels.Selector;

/** Bytes to and from one peer. One thread reads and one writes at a time; any thread closes. */
interface Link {

  /**
   * Blocks until there is something, and reads what is there, up to the buffer's room.
   *
   * @return how many bytes were put at the buffer's end, or -1 at the end of the stream
   */
  int read(Stage into) throws IOException;

  /**
   * Reads what is there now, up to the buffer's room.
   *
   * @return how many bytes were put at the buffer's end, 0 where a read would block, or -1 at the
   *     end of the stream
   */
  int tryRead(Stage into) throws IOException;

  /** Blocks until a read would not, at most so long. May return before for no reason. */
  void awaitInput(long nanos) throws IOException;

  /** Lets the selector wake when a read might not block; only where the link is over one. */
  default void watch(Selector selector) throws IOException {
    throw new UnsupportedOperationException("not over a socket that selectors know");
  }

  /**
   * Writes what is taken without blocking from the buffer's front.
   *
   * @return how many bytes were taken; 0 where it would block
   */
  int tryWrite(Stage from, int length) throws IOException;

  /** Writes at least one byte from the buffer's front, blocking for it. */
  int write(Stage from, int length) throws IOException;

  /** Lets a blocked read return, after what has arrived. */
  void shutdownInput() throws IOException;

  /** Lets blocked calls fail or end, and frees the socket when the last has left. */
  void close() throws IOException;
}
