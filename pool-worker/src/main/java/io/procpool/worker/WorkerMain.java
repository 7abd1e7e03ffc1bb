package io.procpool.worker;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * The main class of worker JVMs: takes the channel, reads who it is, and lives as long as the pool
 * wants it.
 */
public final class WorkerMain {

  private WorkerMain() {}

  /**
   * Started by a pool only.
   *
   * @param args empty if fd 0 is the channel; else the path of the socket to connect to
   */
  public static void main(String[] args) throws IOException {
    FrameChannel channel =
        FrameChannel.overSocket(args.length == 0 ? inherited() : connected(args[0]));
    // fd 0 stays an alias of the channel: a task that read it would eat the protocol.
    System.setIn(InputStream.nullInputStream());
    Frame start = channel.receive();
    if (start == null) {
      return; // the pool was closed before this worker had begun
    }
    WorkerContext context = WorkerContext.of(channel, start);
    WorkerStreams.install(context.status());
    new WorkerLoop(context).run();
  }

  private static SocketChannel inherited() throws IOException {
    Channel channel = System.inheritedChannel();
    if (channel instanceof SocketChannel socket) {
      return socket;
    }
    throw new IOException(
        "fd 0 is no connected socket: this class is started by a procpool Pool, not by hand");
  }

  private static SocketChannel connected(String path) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(Path.of(path)));
  }
}
