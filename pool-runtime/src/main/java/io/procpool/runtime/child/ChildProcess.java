package io.procpool.runtime.child;

import io.procpool.JvmProcess;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.runtime.process.WorkerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child that this process started. One thread waits for its end and reaps it; it keeps this JVM
 * from exiting by itself while a child runs that is no daemon.
 */
final class ChildProcess implements JvmProcess {

  private static final long STACK_BYTES = 1 << 18;

  private final String name;
  private final boolean daemon;
  private final WorkerProcess process;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  ChildProcess(String name, boolean daemon, WorkerProcess process) {
    this.name = name;
    this.daemon = daemon;
    this.process = process;
  }

  /** Begins to wait for its end; then runs {@code atEnd}. */
  void watch(Runnable atEnd) {
    Thread waiter = new Thread(null, () -> reap(atEnd), name + "-waiter", STACK_BYTES);
    waiter.setDaemon(daemon);
    waiter.start();
  }

  private void reap(Runnable atEnd) {
    int code = process.waitForExit();
    atEnd.run();
    close(process.channel());
    exit.complete(code);
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
    return process.pid();
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
    boolean _ = await(Long.MAX_VALUE);
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return await(Math.max(0, TimeUnit.NANOSECONDS.convert(timeout)));
  }

  private boolean await(long nanos) throws InterruptedException {
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
      process.channel().send(new OutFrame(FrameType.INTERRUPT));
    } catch (IOException e) {
      // It has ended.
    }
  }

  @Override
  public void terminate() {
    process.terminate();
  }

  @Override
  public void kill() {
    process.kill();
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
