package io.procpool.worker;

import io.procpool.SharedResourceException;
import io.procpool.TaskAction;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.exit.SelfKill;
import io.procpool.ipc.message.ProcessStart;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.status.StatusPage;
import io.procpool.spi.CurrentProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a {@code JvmProcess}: runs one action and exits, with 0 when it returns, with 1
 * and its trace on stderr when it throws. A thread watches the channel meanwhile, for interrupts
 * and for the parent's end.
 */
public final class ProcessMain {

  private ProcessMain() {}

  /**
   * Started by procpool only.
   *
   * @param args empty if the channel was inherited; else the path of the socket to connect to
   */
  public static void main(String[] args) throws IOException {
    FrameChannel channel = ChannelToParent.take(args);
    if (channel == null) {
      return;
    }
    Frame frame = channel.receive();
    if (frame == null || frame.type() != FrameType.START) {
      System.exit(1); // the parent ended before this process had begun
      return;
    }
    PickleSource body = new PickleSource(frame.body(), 0, frame.body().length, frame.arrays());
    ProcessStart start = ProcessStart.read(body);
    WorkerStreams.install(attach(start.statusPage()));
    start.inheritance().take();
    Thread main = Thread.currentThread();
    CurrentProcess.set(
        new CurrentProcess(start.name(), start.daemon(), main, start.inheritance().lineage()));
    watch(channel, start, main);
    System.exit(run(start, body));
  }

  /** Null if the parent had no room for a page, or has gone with it. */
  private static @Nullable StatusPage attach(String path) {
    if (path.isEmpty()) {
      return null;
    }
    try {
      StatusPage page = StatusPage.attach(Path.of(path));
      page.unlink();
      return page;
    } catch (SharedResourceException gone) {
      return null;
    }
  }

  private static int run(ProcessStart start, PickleSource body) {
    try {
      TaskAction action = start.readAction(body);
      action.run();
      return 0;
    } catch (Throwable e) {
      System.err.print("Exception in process \"" + start.name() + "\" ");
      e.printStackTrace();
      return 1;
    }
  }

  private static void watch(FrameChannel channel, ProcessStart start, Thread main) {
    Thread watcher =
        new Thread(
            () -> {
              passInterrupts(channel, main);
              if (start.tied()) {
                SelfKill.now(); // its parent has ended
              }
            },
            "procpool-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Passes interrupts on until the parent has ended. */
  private static void passInterrupts(FrameChannel channel, Thread main) {
    try {
      Frame frame;
      while ((frame = channel.receive()) != null) {
        if (frame.type() == FrameType.INTERRUPT) {
          main.interrupt();
        }
      }
    } catch (IOException e) {
      // A broken channel is a parent that has ended.
    }
  }
}
