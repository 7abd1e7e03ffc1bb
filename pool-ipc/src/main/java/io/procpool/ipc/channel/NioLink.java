package io.procpool.ipc.channel;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A link over a blocking {@link SocketChannel}, which it owns: one system call a read or write.
 *
 * <p>It takes nothing without blocking, so what is offered to it waits for a flush. Interrupting a
 * thread inside closes the channel: who interrupts must know that the thread is not here.
 */
final class NioLink implements Link {

  private final SocketChannel socket;
  private volatile boolean heard;

  NioLink(SocketChannel socket) throws IOException {
    this.socket = socket;
    socket.configureBlocking(true);
  }

  /** Whether the peer has sent anything; for any thread. */
  boolean hasHeard() {
    return heard;
  }

  @Override
  public int read(Stage into) throws IOException {
    ByteBuffer room = into.view().limit(into.capacity()).position(into.end());
    int done = readNow(room);
    if (done > 0 && !heard) {
      heard = true;
    }
    into.put(Math.max(0, done));
    return done;
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

  @Override
  public int tryRead(Stage into) {
    throw new UnsupportedOperationException("a blocking socket cannot be asked");
  }

  @Override
  public void awaitInput(long nanos) {
    throw new UnsupportedOperationException("a blocking socket cannot be asked");
  }

  @Override
  public int tryWrite(Stage from, int length) {
    return 0;
  }

  @Override
  public int write(Stage from, int length) throws IOException {
    try {
      return socket.write(from.view().limit(from.front() + length).position(from.front()));
    } catch (IOException broken) {
      if (!socket.isOpen()) {
        throw broken;
      }
      EOFException gone =
          new EOFException("the other side ended the connection: " + broken.getMessage());
      gone.initCause(broken);
      throw gone;
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
