package io.procpool.worker;

import io.procpool.ipc.channel.FrameChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** How a child process finds the channel to the one that started it. */
final class ChannelToParent {

  private ChannelToParent() {}

  /**
   * Takes the channel.
   *
   * @param arguments of the child's main: empty if fd 0 is the channel; else the path of the socket
   *     to connect to
   */
  static FrameChannel take(String[] arguments) throws IOException {
    FrameChannel channel =
        FrameChannel.overSocket(arguments.length == 0 ? inherited() : connected(arguments[0]));
    // fd 0 stays an alias of the channel: user code that read it would eat the protocol.
    System.setIn(InputStream.nullInputStream());
    return channel;
  }

  private static SocketChannel inherited() throws IOException {
    Channel channel = System.inheritedChannel();
    if (channel instanceof SocketChannel socket) {
      return socket;
    }
    throw new IOException(
        "fd 0 is no connected socket: this class is started by procpool, not by hand");
  }

  private static SocketChannel connected(String path) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(Path.of(path)));
  }
}
