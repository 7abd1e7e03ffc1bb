package io.procpool.ipc.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A link over a non-blocking {@link SocketChannel}, which it owns; reader and writer wait on a
 * selector each. Non-blocking calls and selectors outlive a thread's interrupt, which is kept.
 */
final class SelectingLink implements Link {

  private final SocketChannel socket;
  private final Selector readable;
  private final Selector writable;
  private volatile boolean inputEnds;

  SelectingLink(SocketChannel socket) throws IOException {
    this.socket = socket;
    socket.configureBlocking(false);
    readable = Selector.open();
    writable = Selector.open();
    socket.register(readable, SelectionKey.OP_READ);
    socket.register(writable, SelectionKey.OP_WRITE);
  }

  @Override
  public int read(Stage into) throws IOException {
    ByteBuffer room = into.view().limit(into.capacity()).position(into.end());
    while (true) {
      boolean last = inputEnds; // asked first: what came before the end is still read
      int done = readNow(room);
      if (done > 0) {
        into.put(done);
        return done;
      }
      if (done < 0 || last) {
        return -1;
      }
      await(readable, true);
    }
  }

  @Override
  public int tryWrite(Stage from, int length) throws IOException {
    return socket.write(from.view().limit(from.front() + length).position(from.front()));
  }

  @Override
  public int write(Stage from, int length) throws IOException {
    while (true) {
      int done = tryWrite(from, length);
      if (done > 0 || length == 0) {
        return done;
      }
      await(writable, false);
    }
  }

  // The system's shutdown would make the JDK answer -1 before what has arrived is read.
  @Override
  public void shutdownInput() {
    inputEnds = true;
    readable.wakeup();
  }

  @Override
  public void close() throws IOException {
    try (readable;
        writable) {
      socket.close();
    }
  }

  private int readNow(ByteBuffer room) throws IOException {
    try {
      return socket.read(room);
    } catch (java.net.SocketException reset) {
      // The peer left with something of ours unread; what it sent has been read.
      if (socket.isOpen()) {
        return -1;
      }
      throw reset;
    }
  }

  private void await(Selector selector, boolean reading)
      throws ClosedChannelException, IOException {
    boolean interrupted = Thread.interrupted(); // an interrupted thread's select does not wait
    try {
      if (!(reading && inputEnds)) {
        selector.select(key -> {});
        interrupted |= Thread.interrupted();
      }
    } catch (ClosedSelectorException closed) {
      throw closedChannel(closed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (!socket.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private static ClosedChannelException closedChannel(@Nullable Throwable cause) {
    ClosedChannelException closed = new ClosedChannelException();
    closed.initCause(cause);
    return closed;
  }
}
