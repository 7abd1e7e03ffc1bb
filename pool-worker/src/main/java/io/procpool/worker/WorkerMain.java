package io.procpool.worker;

import io.procpool.ipc.channel.CorruptFrameException;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.TruncatedFrameException;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The main class of worker JVMs: takes the channel, reads who it is, and lives as long as the pool
 * wants it.
 */
public final class WorkerMain {

  private WorkerMain() {}

  /**
   * Started by a pool only.
   *
   * @param args empty if the channel was inherited; else the path of the socket to connect to
   * @throws IOException if there is no channel
   */
  public static void main(String[] args) throws IOException {
    FrameChannel channel = ChannelToParent.take(args);
    if (channel != null) {
      channel.acceptLanes();
      live(channel);
    }
  }

  private static void live(FrameChannel channel) {
    try {
      Frame start = channel.receive();
      WorkerContext context = start == null ? null : begin(channel, start);
      if (context != null) {
        WorkerStreams.install(context.status());
        ExitLimit.install();
        new WorkerLoop(context).run();
      }
    } catch (TruncatedFrameException e) {
      // As below: the pool was gone before it had said all.
    } catch (CorruptFrameException e) {
      System.err.println("procpool worker: the pool speaks another protocol: " + e.getMessage());
    } catch (IOException e) {
      // The pool is gone, and whoever ended it knows.
    }
    Runtime.getRuntime().halt(1);
  }

  /** Null if it cannot begin, which the pool has been told. */
  private static @Nullable WorkerContext begin(FrameChannel channel, Frame start)
      throws IOException {
    try {
      return WorkerContext.of(channel, start);
    } catch (IOException | RuntimeException | Error e) {
      ClassTable table = new ClassTable();
      Farewell.say(e, channel, Pickler.withTable(table), table);
      return null;
    }
  }
}
