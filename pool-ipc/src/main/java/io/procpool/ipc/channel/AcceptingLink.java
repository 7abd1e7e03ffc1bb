package io.procpool.ipc.channel;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A link to the first peer that connects. The first read or blocking write accepts it, and then
 * closes the server; before that nothing is taken without blocking. A server closed before anybody
 * came is an end of stream.
 */
final class AcceptingLink implements Link {

  private final ServerSocketChannel server;
  private final ReentrantLock accepting = new ReentrantLock();
  private volatile @Nullable Link peer;
  private volatile boolean closed;

  AcceptingLink(ServerSocketChannel server) {
    this.server = server;
  }

  @Override
  public int read(Stage into) throws IOException {
    Link link = accepted();
    return link == null ? -1 : link.read(into);
  }

  @Override
  public int tryWrite(Stage from, int length) throws IOException {
    Link link = peer;
    return link == null ? 0 : link.tryWrite(from, length);
  }

  @Override
  public int write(Stage from, int length) throws IOException {
    Link link = accepted();
    if (link == null) {
      throw new IOException("the peer ended before it connected");
    }
    return link.write(from, length);
  }

  @Override
  public void shutdownInput() throws IOException {
    Link link = peer;
    if (link == null) {
      server.close();
    } else {
      link.shutdownInput();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    Link link = peer;
    if (link != null) {
      link.close();
    }
  }

  private @Nullable Link accepted() throws IOException {
    Link link = peer;
    if (link == null) {
      accepting.lock();
      try {
        link = peer == null ? accept() : peer;
      } finally {
        accepting.unlock();
      }
    }
    if (closed) {
      // A close that came while the peer was being accepted did not see it.
      if (link != null) {
        link.close();
      }
      throw new ClosedChannelException();
    }
    return link;
  }

  private @Nullable Link accept() throws IOException {
    try (server) {
      Link link = new SelectingLink(server.accept());
      peer = link;
      return link;
    } catch (ClosedChannelException gone) {
      return null;
    }
  }
}
