package io.procpool.worker;

import io.procpool.ipc.channel.FrameChannel;
import java.io.IOException;
import java.io.InputStream;
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
        FrameChannel.toParent(arguments.length == 0 ? null : Path.of(arguments[0]));
    // fd 0 stays an alias of the channel: user code that read it would eat the protocol.
    System.setIn(InputStream.nullInputStream());
    return channel;
  }
}
