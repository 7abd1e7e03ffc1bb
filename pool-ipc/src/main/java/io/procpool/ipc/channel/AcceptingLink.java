package io.procpool.ipc.channel;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A link to the first peer that connects. The first read or blocking write accepts it, and then
 * closes the server and removes its file; before that nothing is taken without blocking. A thread's
 * interrupt has no effect on its calls and is kept.
 */
final class AcceptingLink implements Link {

  private final ServerSocketChannel server;
  private final Readiness acceptable;
  private final ReentrantLock accepting = new ReentrantLock();
  private volatile @Nullable Link peer;
  private volatile boolean inputEnds;
  private volatile boolean closed;

  AcceptingLink(ServerSocketChannel server) throws IOException {
    this.server = server;
    server.configureBlocking(false);
    acceptable = new Readiness(server);
    acceptable.begin(SelectionKey.OP_ACCEPT);
  }

  @Override
  public int read(Stage into) throws IOException {
    Link link = accepted();
    return link == null ? -1 : link.read(into);
  }

  @Override
  public int tryRead(Stage into) throws IOException {
    Link link = peer;
    return link == null ? 0 : link.tryRead(into);
  }

  @Override
  public void awaitInput(long nanos) throws IOException {
    Link link = peer;
    if (link == null) {
      acceptable.await(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    } else {
      link.awaitInput(nanos);
    }
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
      throw new IOException("the input was shut down before the peer connected");
    }
    return link.write(from, length);
  }

  @Override
  public void shutdownInput() throws IOException {
    inputEnds = true;
    acceptable.wakeup();
    Link link = peer;
    if (link != null) {
      link.shutdownInput();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    closeServer();
    Link link = peer;
    if (link != null) {
      link.close();
    }
  }

  /** The peer, waited for; null where the input was shut down before it came. */
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
    while (!inputEnds) {
      SocketChannel socket = server.accept();
      if (socket != null) {
        return accept(socket);
      }
      acceptable.await(0);
    }
    return null;
  }

  private Link accept(SocketChannel socket) throws IOException {
    SelectingLink link;
    try {
      link = new SelectingLink(socket);
    } catch (IOException noDescriptors) {
      socket.close();
      throw noDescriptors;
    }
    link.begin();
    peer = link;
    if (inputEnds) {
      link.shutdownInput(); // who set it may not have seen the peer
    }
    closeServer();
    return link;
  }

  /** Nobody else is to connect: the socket's file goes now, lest a killed process leave it. */
  private void closeServer() throws IOException {
    SocketAddress address = server.isOpen() ? server.getLocalAddress() : null;
    try (acceptable) {
      server.close();
    }
    if (address instanceof UnixDomainSocketAddress file) {
      Files.deleteIfExists(file.getPath());
    }
  }
}
