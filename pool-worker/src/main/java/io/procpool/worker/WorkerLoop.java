package io.procpool.worker;

import io.procpool.NotSendableException;
import io.procpool.TaskAction;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameTooLargeException;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.exit.SelfKill;
import io.procpool.ipc.message.ControlMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A worker's life: initializer, tasks, finalizer.
 *
 * <p>Threads: the task thread (this one's {@link #live}) reads and runs; the main thread watches
 * the channel while a task runs ({@link FrameFeed#watch}); the flusher sends outcomes a long task
 * would hold back. All last as long as the process.
 */
final class WorkerLoop {

  private final WorkerContext context;
  private final OutcomeSender sender;
  private final FrameFeed feed;
  private final TaskRunner runner;
  private final TaskThread taskThread;

  WorkerLoop(WorkerContext context) {
    this.context = context;
    this.taskThread = new TaskThread(() -> orDie(this::live));
    this.sender = new OutcomeSender(context);
    this.feed = new FrameFeed(context.channel(), context.status(), frame -> interrupt(frame));
    this.runner = new TaskRunner(context, sender, feed, taskThread);
  }

  /** Main thread: never returns. */
  void run() {
    Thread flusher = new Thread(() -> orDie(sender::tick), "procpool-flusher");
    flusher.setDaemon(true);
    flusher.start();
    taskThread.start();
    Runnable atRest = context.start().rehearse() ? new Rehearsal(context.pickler()) : () -> {};
    orDie(() -> feed.watch(atRest));
  }

  private void interrupt(Frame frame) {
    runner.interrupt(frame);
  }

  private void live() throws IOException {
    TaskAction finalizer = initialize();
    context.channel().send(new OutFrame(FrameType.READY));
    while (true) {
      if (!feed.hasArrived()) {
        sender.flush();
      }
      handle(next(), finalizer); // in no local variable, which would hold it while waiting
    }
  }

  private void handle(Frame frame, @Nullable TaskAction finalizer) throws IOException {
    switch (frame.type()) {
      case RUN -> runner.run(frame);
      case RESUME -> resume(frame);
      case INTERRUPT -> runner.interrupt(frame);
      case STOP -> leave(finalizer);
      default -> throw new IOException("a worker is never sent a frame of type " + frame.type());
    }
  }

  private Frame next() throws IOException {
    try {
      return feed.next();
    } catch (FrameTooLargeException e) {
      // The item it could not read is the one it would have run next, unless that was withdrawn.
      boolean _ = context.status().claim(System.nanoTime());
      NotSendableException why =
          new NotSendableException(
              "what this worker was sent does not fit into its heap of %d MiB: %s; send less at once, or raise maxHeapBytes"
                  .formatted(Runtime.getRuntime().maxMemory() >> 20, e.getMessage()),
              null);
      Farewell.say(why, context.channel(), context.pickler(), context.table());
      throw e;
    }
  }

  /** Runs the initializer; the finalizer. A failure is reported and ends the process. */
  private @Nullable TaskAction initialize() throws IOException {
    feed.step();
    taskThread.enterUserCode(TaskThread.HOOK);
    try {
      WorkerContext.Hooks hooks = context.readHooks();
      if (hooks.initializer() != null) {
        context.channel().send(new OutFrame(FrameType.INITIALIZING));
        hooks.initializer().run();
      }
      taskThread.leaveUserCode();
      return hooks.finalizer();
    } catch (Throwable e) {
      taskThread.leaveUserCode();
      Farewell.say(e, context.channel(), context.pickler(), context.table());
      throw new IllegalStateException("exited", e);
    }
  }

  private void resume(Frame frame) {
    ControlMessage.Resume resume = ControlMessage.resume(frame);
    context.status().resume(resume.epoch(), resume.seq());
  }

  private void leave(@Nullable TaskAction finalizer) throws IOException {
    sender.flush();
    int code = 0;
    if (finalizer != null) {
      feed.step();
      taskThread.enterUserCode(TaskThread.HOOK);
      try {
        finalizer.run();
      } catch (Throwable e) {
        e.printStackTrace();
        code = 1;
      }
    }
    System.exit(code);
  }

  /** A body of a thread that lasts as long as the process. */
  private interface Body {
    void run() throws IOException;
  }

  /** Ends the process if the body fails: without its channel a worker is nothing. */
  private static void orDie(Body body) {
    try {
      body.run();
    } catch (IOException e) {
      SelfKill.now(); // the pool is gone, or has closed the channel
    } catch (Throwable e) {
      // Printing needs heap, which may be what is missing; the end must come all the same.
      try {
        e.printStackTrace();
      } finally {
        Runtime.getRuntime().halt(1);
      }
    }
    Runtime.getRuntime().halt(1);
  }
}
