package io.procpool;

import io.procpool.spi.Providers;
import java.net.SocketAddress;

/** Connects to a {@link Listener} of another process. */
public final class Client {

  private Client() {}

  /** Connects with default options; otherwise as the longer form. */
  public static Connection connect(SocketAddress address, byte[] key) {
    return connect(address, key, NetworkOptions.defaults());
  }

  /**
   * Connects and proves to the listener, and lets it prove, that both have the key; blocks for at
   * most {@link NetworkOptions#handshakeTimeout}. An interrupt has no effect and is kept.
   *
   * @param key what the listener has; copied
   * @return a connection, which is the caller's to close; it does not travel to other processes
   * @throws IllegalArgumentException if the key is too short, or the address is of a network and
   *     the options neither encrypt nor consent to plaintext
   * @throws AuthenticationException if the listener has another key, or is none
   * @throws NetworkException if nobody listens there, or there is no answer or room in time
   */
  public static Connection connect(SocketAddress address, byte[] key, NetworkOptions options) {
    return Providers.processes().connect(address, key, options);
  }
}
