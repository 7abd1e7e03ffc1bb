package io.procpool.worker;

import io.procpool.ipc.channel.FrameChannel;
import java.io.FileDescriptor;
import java.io.FileInputStream;
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
    Path socket = arguments.length == 0 ? null : Path.of(arguments[0]);
    FrameChannel channel = FrameChannel.toParent(socket);
    System.setIn(InputStream.nullInputStream());
    if (socket == null) {
      giveUpStandardInput();
    }
    return channel;
  }

  /**
   * The channel has a descriptor of its own, but fd 0 is its alias: what a task starts would
   * inherit it, and eat the protocol. The JDK closes fd 0 by pointing it at /dev/null.
   */
  private static void giveUpStandardInput() throws IOException {
    new FileInputStream(FileDescriptor.in).close();
  }
}
