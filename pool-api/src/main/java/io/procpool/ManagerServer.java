package io.procpool;

import io.procpool.spi.Providers;
import java.net.SocketAddress;

/**
 * A manager's server in this process. Objects live here until it is closed; clients reach it by
 * {@link Manager#connect(SocketAddress, byte[])}.
 */
public interface ManagerServer extends AutoCloseable {

  /**
   * Opens a server.
   *
   * @param address where it listens; a port of 0 is one that is free
   * @param key at least 16 bytes that a client must know
   * @throws NetworkException if it cannot listen there
   * @throws IllegalArgumentException if the key is too short, or the address needs encryption or
   *     consent: see {@link NetworkOptions}
   */
  static ManagerServer open(SocketAddress address, byte[] key, ManagerOptions options) {
    return Providers.managers().open(address, key, options);
  }

  /** Where it listens. */
  SocketAddress address();

  /** A manager for this process's own use: its calls go to the objects directly. */
  Manager manager();

  /**
   * Ends the server: every connection is closed, every call that waits fails, and the objects are
   * dropped. Does nothing the second time.
   */
  @Override
  void close();
}
