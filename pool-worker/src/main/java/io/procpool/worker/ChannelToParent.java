package io.procpool.worker;

import io.procpool.ipc.channel.FrameChannel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How a child process finds the channel to the one that started it. */
final class ChannelToParent {

  private ChannelToParent() {}

  /**
   * Takes the channel; null if who started it has gone and removed the socket.
   *
   * @param arguments of the child's main: empty if the channel was inherited; else the path of the
   *     socket to connect to
   * @throws IOException if there is none
   */
  static @Nullable FrameChannel take(String[] arguments) throws IOException {
    Path socket = arguments.length == 0 ? null : Path.of(arguments[0]);
    try {
      return FrameChannel.toParent(socket);
    } catch (IOException e) {
      if (socket != null) {
        return null;
      }
      throw e;
    }
  }
}
