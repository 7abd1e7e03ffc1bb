package io.procpool.ipc.network;

import io.procpool.ipc.channel.RawLine;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;

/**
 * A client that is connected and has not proved itself.
 *
 * @param source where it comes from: one text for an address, for the 2^64 addresses of IPv6 that
 *     one customer has, or for all Unix sockets
 * @param since when it was taken in, by {@link System#nanoTime}
 */
record HalfOpenClient(SocketChannel socket, RawLine line, String source, long since) {

  private static final int IPV6_PREFIX_BYTES = 8;

  static HalfOpenClient of(SocketChannel socket) throws IOException {
    return new HalfOpenClient(
        socket, new RawLine(socket), sourceOf(socket.getRemoteAddress()), System.nanoTime());
  }

  static String sourceOf(SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress _ -> "unix";
      case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address six ->
          HexFormat.of().formatHex(six.getAddress(), 0, IPV6_PREFIX_BYTES);
      case InetSocketAddress inet -> inet.getAddress().getHostAddress();
      default -> address.toString();
    };
  }

  boolean isSilent() {
    return !line.hasHeard();
  }
}
