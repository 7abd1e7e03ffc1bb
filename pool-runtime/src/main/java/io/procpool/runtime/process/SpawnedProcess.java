package io.procpool.runtime.process;

import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.posix.Posix;
import io.procpool.ipc.posix.PosixException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A child of ours by posix_spawn. It is reaped and signalled under one lock, so that a signal never
 * reaches another process that was given its pid.
 */
final class SpawnedProcess implements WorkerProcess {

  private final long pid;
  private final FrameChannel channel;
  private final Runnable cleanup;
  private final ReentrantLock reaping = new ReentrantLock();
  private boolean reaped; // guarded by reaping, as is exitCode
  private int exitCode = EXIT_UNKNOWN;

  /** The cleanup is run by whoever reaps the process. */
  SpawnedProcess(long pid, FrameChannel channel, Runnable cleanup) {
    this.pid = pid;
    this.channel = channel;
    this.cleanup = cleanup;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public FrameChannel channel() {
    return channel;
  }

  @Override
  public int waitForExit() {
    awaitEnd();
    reaping.lock();
    try {
      if (!reaped) {
        exitCode = reap();
        reaped = true;
        cleanup.run();
      }
      return exitCode;
    } finally {
      reaping.unlock();
    }
  }

  @Override
  public void kill() {
    signal(Posix.SIGKILL);
  }

  @Override
  public void terminate() {
    signal(Posix.SIGTERM);
  }

  private void signal(int signal) {
    reaping.lock();
    try {
      if (!reaped) {
        Posix.kill(pid, signal);
      }
    } finally {
      reaping.unlock();
    }
  }

  private void awaitEnd() {
    try {
      Posix.waitForEnd(pid);
    } catch (PosixException gone) {
      // ECHILD: another thread has reaped it, or the system did because SIGCHLD is ignored.
    }
  }

  private int reap() {
    try {
      return Posix.waitpid(pid);
    } catch (PosixException gone) {
      return EXIT_UNKNOWN;
    }
  }
}
