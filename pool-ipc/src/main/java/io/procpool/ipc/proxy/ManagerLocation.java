package io.procpool.ipc.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.UUID;

/**
 * How a process finds a manager.
 *
 * @param id tells this server from every other, also from a later one at the same address
 * @param address {@code unix:PATH} or {@code tcp:PORT:HOST}
 * @param keyFile a file that holds the key, which only this user may read; empty if there is none
 */
public record ManagerLocation(UUID id, String address, String keyFile) {

  private static final String UNIX = "unix:";
  private static final String TCP = "tcp:";

  /** An address as text. */
  public static String text(SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress file -> UNIX + file.getPath().toAbsolutePath();
      case InetSocketAddress net -> TCP + net.getPort() + ":" + net.getHostString();
      default ->
          throw new IllegalArgumentException(
              "a manager's address is a UnixDomainSocketAddress or an InetSocketAddress: "
                  + address);
    };
  }

  /** The address. */
  public SocketAddress socketAddress() {
    if (address.startsWith(UNIX)) {
      return UnixDomainSocketAddress.of(Path.of(address.substring(UNIX.length())));
    }
    String[] parts = address.substring(TCP.length()).split(":", 2);
    return new InetSocketAddress(parts[1], Integer.parseInt(parts[0]));
  }
}
