package io.procpool.runtime.child;

import io.procpool.JvmProcess;
import io.procpool.spi.CurrentProcess;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * The child process that this JVM is. It cannot wait for itself, and ends itself by {@link
 * System#exit}.
 */
record ThisProcess(CurrentProcess current) implements JvmProcess {

  @Override
  public String name() {
    return current.name();
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public boolean isDaemon() {
    return current.daemon();
  }

  @Override
  public boolean isAlive() {
    return true;
  }

  @Override
  public void join() {
    throw cannot("wait for itself");
  }

  @Override
  public boolean join(Duration timeout) {
    throw cannot("wait for itself");
  }

  @Override
  public OptionalInt exitCode() {
    return OptionalInt.empty();
  }

  @Override
  public void interrupt() {
    current.main().interrupt();
  }

  @Override
  public void terminate() {
    throw cannot("terminate itself: call System.exit");
  }

  @Override
  public void kill() {
    throw cannot("kill itself: call Runtime.halt");
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    throw cannot("wait for itself");
  }

  private IllegalStateException cannot(String what) {
    return new IllegalStateException("process " + name() + " cannot " + what);
  }
}
