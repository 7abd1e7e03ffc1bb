package io.procpool.ipc.network;

import io.procpool.NetworkOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** What kinds of address there are, and which need consent. */
final class Addresses {

  private Addresses() {}

  /**
   * Checks that what goes to the address is encrypted, stays on this machine, or may be read.
   *
   * @throws IllegalArgumentException if not, or it is no address of a socket
   */
  static void check(SocketAddress address, NetworkOptions options) {
    switch (address) {
      case UnixDomainSocketAddress unix when unix.getPath().toString().isEmpty() ->
          throw new IllegalArgumentException("the address of a Unix socket needs a path");
      case UnixDomainSocketAddress _ -> {}
      case InetSocketAddress inet -> checkInet(inet, options);
      default ->
          throw new IllegalArgumentException(
              "an address must be an InetSocketAddress or a UnixDomainSocketAddress: " + address);
    }
  }

  private static void checkInet(InetSocketAddress address, NetworkOptions options) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("the host's name has no address: " + address);
    }
    boolean safe =
        address.getAddress().isLoopbackAddress()
            || options.tls().isPresent()
            || options.plaintext();
    if (!safe) {
      throw new IllegalArgumentException(
          address
              + " is not of this machine's loopback: encrypt by NetworkOptions.withTls(SSLContext), or, on a network where everybody is trusted, consent by withPlaintext(true)");
    }
  }

  static StandardProtocolFamily familyOf(SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress _ -> StandardProtocolFamily.UNIX;
      case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address ->
          StandardProtocolFamily.INET6;
      default -> StandardProtocolFamily.INET;
    };
  }

  /** Small frames leave at once, and a host that is gone is noticed at last. */
  static void tune(SocketChannel socket, SocketAddress address) throws IOException {
    if (address instanceof InetSocketAddress) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
  }
}
