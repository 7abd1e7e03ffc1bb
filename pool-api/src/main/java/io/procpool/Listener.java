package io.procpool;

import io.procpool.spi.Providers;
import java.net.SocketAddress;

/**
 * Waits at an address for other processes, of this machine or another, that have the same key. Each
 * becomes a {@link Connection}. Thread-safe.
 *
 * <pre>{@code
 * try (Listener listener = Listener.open(UnixDomainSocketAddress.of("/run/my/socket"), key);
 *     Connection connection = listener.accept()) {
 *   connection.send(answerTo(connection.receive()));
 * }
 * }</pre>
 *
 * <p>Before anything is read of a client, both sides prove that they have the key, which never
 * travels. A client that is silent, sends something else or has another key is refused, and holds
 * up nobody. A peer that has the key is trusted: it may send objects of any class on the class
 * path, within {@link NetworkOptions#inputFilter}. Who has the key file or can read this process's
 * memory has the key.
 *
 * <p>These connections do not travel to other processes.
 */
public interface Listener extends AutoCloseable {

  /** Listens with default options; otherwise as the longer form. */
  static Listener open(SocketAddress address, byte[] key) {
    return open(address, key, NetworkOptions.defaults());
  }

  /**
   * Listens from now on.
   *
   * @param address a {@code UnixDomainSocketAddress}, whose directory exists; its file is made so
   *     that only this user can connect, replaces that of a dead server, and goes with {@link
   *     #close}. Or an {@code InetSocketAddress}; port 0: one that is free
   * @param key what clients must have, at least 16 random bytes; copied
   * @throws IllegalArgumentException if the key is too short, or the address is of a network and
   *     the options neither encrypt nor consent to plaintext
   * @throws NetworkException if the address cannot be had: a living server has it, the directory is
   *     missing
   */
  static Listener open(SocketAddress address, byte[] key, NetworkOptions options) {
    return Providers.processes().listen(address, key, options);
  }

  /**
   * Blocks for the next client that has proved itself.
   *
   * @return a connection, which is the caller's to close
   * @throws NetworkException if the listener is closed, before or meanwhile
   */
  Connection accept() throws InterruptedException;

  /** Where it listens, for clients; the port is the one it got. */
  SocketAddress address();

  /**
   * Ends {@link #accept}, frees the address and refuses clients that were not accepted. Connections
   * that were go on. Idempotent.
   */
  @Override
  void close();
}
