package io.procpool.runtime.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be cut, and taken again. */
final class Forwarder implements AutoCloseable {

  private final ServerSocketChannel listener;
  private final SocketAddress server;
  private final SocketAddress address;
  private final Set<SocketChannel> ends = ConcurrentHashMap.newKeySet();

  private Forwarder(ServerSocketChannel listener, SocketAddress address, SocketAddress server) {
    this.listener = listener;
    this.address = address;
    this.server = server;
  }

  /** Listens at the path. */
  static Forwarder open(Path path, SocketAddress server) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    SocketAddress address = UnixDomainSocketAddress.of(path);
    listener.bind(address);
    Forwarder forwarder = new Forwarder(listener, address, server);
    Thread.ofPlatform().daemon().start(forwarder::accept);
    return forwarder;
  }

  SocketAddress address() {
    return address;
  }

  private void accept() {
    try {
      while (listener.isOpen()) {
        SocketChannel client = listener.accept();
        SocketChannel onward = SocketChannel.open(server);
        ends.add(client);
        ends.add(onward);
        Thread.ofPlatform().daemon().start(() -> copy(client, onward));
        Thread.ofPlatform().daemon().start(() -> copy(onward, client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer bytes = ByteBuffer.allocate(8192);
    try (from;
        to) {
      while (from.read(bytes.clear()) >= 0) {
        bytes.flip();
        while (bytes.hasRemaining()) {
          to.write(bytes);
        }
      }
    } catch (IOException cut) {
      // Both ends are closed now.
    }
  }

  /** Ends all connections without a word; new ones are possible. */
  void cut() {
    try {
      for (SocketChannel end : ends) {
        end.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ends.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
