package io.procpool.ipc.network;

import io.procpool.NetworkOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** What kinds of address there are, and which need consent. */
final class Addresses {

  /** An idle peer is asked after 30 seconds, and given up after three more times ten. */
  static final Map<String, Integer> KEEP_ALIVE =
      Map.of("TCP_KEEPIDLE", 30, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 3);

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

  /**
   * Small frames leave at once, and a host that does not answer any more is noticed within about a
   * minute, where the system lets a socket say how soon; else after the system's own time.
   */
  static void tune(SocketChannel socket, SocketAddress address) throws IOException {
    if (address instanceof InetSocketAddress) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      for (SocketOption<?> option : socket.supportedOptions()) { // of jdk.net, if it is there
        Integer value = KEEP_ALIVE.get(option.name());
        if (value != null) {
          setNumber(socket, option, value);
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void setNumber(SocketChannel socket, SocketOption<?> option, Integer value)
      throws IOException {
    socket.setOption((SocketOption<Integer>) option, value);
  }
}
