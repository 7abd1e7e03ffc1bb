package io.procpool.ipc.network;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor that is kept back: with it a process that may open no more can still accept a
 * client's connection, and end it, instead of leaving the client to wait. For one thread.
 */
final class SpareDescriptor implements AutoCloseable {

  private final SocketAddress address;
  private @Nullable SocketChannel kept;

  /** None yet; it will be one of a socket as for that address. */
  SpareDescriptor(SocketAddress address) {
    this.address = address;
  }

  /**
   * Makes sure that there is one.
   *
   * @throws IOException if the process may open no more
   */
  void keep() throws IOException {
    if (kept == null) {
      kept = SocketChannel.open(Addresses.familyOf(address));
    }
  }

  /** Frees it; false if there was none. */
  boolean release() throws IOException {
    SocketChannel freed = kept;
    kept = null;
    if (freed == null) {
      return false;
    }
    freed.close();
    return true;
  }

  @Override
  public void close() throws IOException {
    boolean _ = release();
  }
}
