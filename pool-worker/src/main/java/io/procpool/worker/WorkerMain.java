package io.procpool.worker;

import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import java.io.IOException;

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
    FrameChannel channel = ChannelToParent.take(args);
    Frame start = channel.receive();
    if (start == null) {
      return; // the pool was closed before this worker had begun
    }
    WorkerContext context = WorkerContext.of(channel, start);
    WorkerStreams.install(context.status());
    new WorkerLoop(context).run();
  }
}
