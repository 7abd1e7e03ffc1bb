package io.procpool.runtime.manager;

import io.procpool.ManagerLostException;
import io.procpool.ipc.channel.FrameChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** A socket in a directory that only this user may enter. */
final class SocketEntrance implements Entrance {

  private final ServerSocketChannel server;
  private final SocketAddress address;

  private SocketEntrance(ServerSocketChannel server) throws IOException {
    this.server = server;
    this.address = server.getLocalAddress();
  }

  static SocketEntrance bind(SocketAddress address) {
    try {
      ServerSocketChannel server =
          address instanceof UnixDomainSocketAddress
              ? ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)
              : ServerSocketChannel.open();
      server.bind(address);
      return new SocketEntrance(server);
    } catch (IOException e) {
      throw new ManagerLostException(
          "a manager cannot listen: address=" + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public @Nullable FrameChannel accept() {
    while (server.isOpen()) {
      try {
        SocketChannel socket = server.accept();
        return FrameChannel.overSelecting(socket);
      } catch (IOException e) {
        // Closed, or a client that has gone already.
      }
    }
    return null;
  }

  @Override
  public void close() {
    try {
      server.close();
      if (address instanceof UnixDomainSocketAddress file) {
        Files.deleteIfExists(file.getPath());
      }
    } catch (IOException e) {
      // What is left of it goes with the process.
    }
  }
}
