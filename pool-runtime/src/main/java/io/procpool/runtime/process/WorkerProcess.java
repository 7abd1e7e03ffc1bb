package io.procpool.runtime.process;

import io.procpool.ipc.channel.FrameChannel;

/** A started worker process. All methods may be called by any thread. */
public interface WorkerProcess {

  /** What {@link #waitForExit} answers where the system has lost the exit code. */
  int EXIT_UNKNOWN = Integer.MIN_VALUE;

  /** Its process id. */
  long pid();

  /**
   * Frames to and from it. Closing it is the caller's business, also after the process has ended.
   */
  FrameChannel channel();

  /**
   * Blocks until it has ended, and reaps it. Somebody must call this, or a zombie remains. May pin
   * a virtual thread's carrier. An interrupt has no effect.
   *
   * @return its exit code; minus the signal's number if a signal ended it; or {@link #EXIT_UNKNOWN}
   */
  int waitForExit();

  /** Ends it at once (SIGKILL). Does nothing where it has ended; never hits another process. */
  void kill();

  /** Asks it to end (SIGTERM). Does nothing where it has ended. */
  void terminate();
}
