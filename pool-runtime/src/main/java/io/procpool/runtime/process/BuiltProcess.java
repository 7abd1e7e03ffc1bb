package io.procpool.runtime.process;

import io.procpool.ipc.channel.FrameChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A child started by {@link ProcessBuilder}; the JDK reaps it. */
final class BuiltProcess implements WorkerProcess {

  // The JDK answers 128 + n for a signal and for an exit with that code alike. A JVM handles HUP,
  // INT
  // and TERM and exits by itself; who asks for one of the others by System.exit is misread.
  private static final int SIGNAL_BASE = 128;
  private static final Set<Integer> EXITS = Set.of(129, 130, 143);
  private static final int MAX_SIGNAL = 64;

  private final Process process;
  private final CompletableFuture<Void> cleanup;
  private final FrameChannel channel;

  /** The cleanup is done when the process has ended; who waits for the process waits for it too. */
  BuiltProcess(Process process, CompletableFuture<Void> cleanup, FrameChannel channel) {
    this.process = process;
    this.cleanup = cleanup;
    this.channel = channel;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public FrameChannel channel() {
    return channel;
  }

  @Override
  public int waitForExit() {
    cleanup.join(); // waits on through interrupts
    return exitCode(process.exitValue());
  }

  @Override
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void terminate() {
    process.destroy();
  }

  private static int exitCode(int javas) {
    boolean signal =
        javas > SIGNAL_BASE && javas <= SIGNAL_BASE + MAX_SIGNAL && !EXITS.contains(javas);
    return signal ? SIGNAL_BASE - javas : javas;
  }
}
