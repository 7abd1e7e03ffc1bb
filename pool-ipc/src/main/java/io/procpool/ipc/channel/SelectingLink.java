package io.procpool.ipc.channel;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A link over a non-blocking {@link SocketChannel}, which it owns. A thread's interrupt has no
 * effect on its calls and is kept.
 */
final class SelectingLink implements Link {

  private static final long FOR_EVER = 0;

  private final SocketChannel socket;
  private final Readiness readable;
  private final Readiness writable;
  private volatile boolean inputEnds;

  /** Takes all descriptors it will need; the socket blocks until {@link #begin}. */
  SelectingLink(SocketChannel socket) throws IOException {
    this.socket = socket;
    readable = new Readiness(socket);
    try {
      writable = new Readiness(socket);
    } catch (IOException noDescriptors) {
      readable.close();
      throw noDescriptors;
    }
  }

  /** Makes the socket non-blocking; before anything is read or written. */
  void begin() throws IOException {
    socket.configureBlocking(false);
    readable.begin(SelectionKey.OP_READ);
    writable.begin(SelectionKey.OP_WRITE);
  }

  @Override
  public int read(Stage into) throws IOException {
    int done;
    while ((done = tryRead(into)) == 0) {
      readable.await(FOR_EVER);
    }
    return done;
  }

  @Override
  public int tryRead(Stage into) throws IOException {
    boolean last = inputEnds; // asked first: what came before the end is still read
    int done = readNow(into.view().limit(into.capacity()).position(into.end()));
    into.put(Math.max(0, done));
    return done == 0 && last ? -1 : done;
  }

  @Override
  public void awaitInput(long nanos) throws IOException {
    readable.await(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  @Override
  public void watch(Selector selector) throws IOException {
    socket.register(selector, SelectionKey.OP_READ);
  }

  @Override
  public int tryWrite(Stage from, int length) throws IOException {
    return socket.write(from.view().limit(from.front() + length).position(from.front()));
  }

  @Override
  public int write(Stage from, int length) throws IOException {
    while (true) {
      int done = tryWrite(from, length);
      if (done > 0) {
        return done;
      }
      writable.await(FOR_EVER);
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
    } catch (SocketException reset) {
      if (socket.isOpen()) {
        return -1; // the peer left with something of ours unread; what it sent has been read
      }
      throw reset;
    }
  }
}
