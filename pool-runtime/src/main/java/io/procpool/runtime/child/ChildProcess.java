package io.procpool.runtime.child;

import io.procpool.JvmProcess;
import io.procpool.SharedResourceException;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.status.StatusPage;
import io.procpool.runtime.dispatch.RunningClock;
import io.procpool.runtime.process.LastWords;
import io.procpool.runtime.process.WorkerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A child that this process started. One thread starts it, waits for its end and reaps it; that
 * thread keeps this JVM from exiting by itself while a child runs that is no daemon.
 */
final class ChildProcess implements JvmProcess {

  private static final long STACK_BYTES = 1 << 18;

  /** Starts the process. */
  interface Launch {
    WorkerProcess launch() throws IOException;
  }

  private final String name;
  private final boolean daemon;
  private final @Nullable StatusPage status; // null: there was no room for one
  private final CompletableFuture<WorkerProcess> started = new CompletableFuture<>();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /** To be started. */
  ChildProcess(String name, boolean daemon) {
    this.name = name;
    this.daemon = daemon;
    this.status = statusPage();
  }

  private static @Nullable StatusPage statusPage() {
    try {
      return StatusPage.create();
    } catch (SharedResourceException noRoom) {
      return null; // it can do without: what it prints is written at once
    }
  }

  /** Where it finds its status page; empty if it has none. */
  String statusPath() {
    return status == null ? "" : status.path().toString();
  }

  /**
   * Starts it; returns when it has begun to execute.
   *
   * @param atEnd run when it has ended, or did not start
   */
  void start(Launch launch, Runnable atEnd) throws IOException {
    Thread waiter =
        new Thread(null, () -> live(launch, atEnd), name + "-waiter", STACK_BYTES, false);
    waiter.setContextClassLoader(null);
    waiter.setDaemon(daemon);
    try {
      waiter.start();
    } catch (OutOfMemoryError noThread) {
      end(atEnd);
      throw noThread;
    }
    try {
      WorkerProcess _ = started.join();
    } catch (CompletionException e) {
      throw failed(e.getCause());
    }
  }

  private static IOException failed(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException("a launch throws nothing else", cause);
    };
  }

  private void live(Launch launch, Runnable atEnd) {
    WorkerProcess process;
    try {
      process = launch.launch();
    } catch (IOException | RuntimeException | Error e) {
      end(atEnd);
      started.completeExceptionally(e);
      return;
    }
    started.complete(process);
    int code = process.waitForExit();
    end(atEnd);
    close(process.channel());
    exit.complete(code);
  }

  private void end(Runnable atEnd) {
    if (status != null) {
      LastWords.print(status);
      status.close();
    }
    atEnd.run();
  }

  /** Whether it has begun to execute. */
  boolean hasStarted() {
    return started.isDone() && !started.isCompletedExceptionally();
  }

  /** Tells it what to run. */
  void begin(OutFrame frame) {
    try {
      send(frame);
    } catch (IOException e) {
      kill(); // mostly it has ended already, and its exit code says more
    }
  }

  private void send(OutFrame frame) throws IOException {
    started.join().channel().send(frame);
  }

  private static void close(FrameChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Its other end is gone; there is nothing to lose.
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long pid() {
    return started.join().pid();
  }

  @Override
  public boolean isDaemon() {
    return daemon;
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public void join() throws InterruptedException {
    boolean _ = endWithin(Long.MAX_VALUE);
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return new RunningClock().await(TimeUnit.NANOSECONDS.convert(timeout), this::endWithin);
  }

  private boolean endWithin(long nanos) throws InterruptedException {
    try {
      int _ = exit.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an exit is never exceptional", e);
    }
  }

  @Override
  public OptionalInt exitCode() {
    return exit.isDone() ? OptionalInt.of(exit.join()) : OptionalInt.empty();
  }

  @Override
  public void interrupt() {
    try {
      send(new OutFrame(FrameType.INTERRUPT));
    } catch (IOException e) {
      // It has ended.
    }
  }

  @Override
  public void terminate() {
    var _ = started.thenAccept(WorkerProcess::terminate);
  }

  @Override
  public void kill() {
    var _ = started.thenAccept(WorkerProcess::kill);
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return exit.copy();
  }

  @Override
  public String toString() {
    return "JvmProcess %s[pid=%d, daemon=%s, exit=%s]".formatted(name, pid(), daemon, exitCode());
  }
}
