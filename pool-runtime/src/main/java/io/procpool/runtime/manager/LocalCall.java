package io.procpool.runtime.manager;

/** A call by a thread of the server's own process, which may wait. */
final class LocalCall {

  private final Thread thread = Thread.currentThread();

  // guarded by this
  private boolean over;
  private boolean interrupted;

  /** Wakes the thread, unless the call is over. */
  synchronized void interrupt() {
    if (!over) {
      interrupted = true;
      thread.interrupt();
    }
  }

  /** By its thread: takes back an interrupt of ours that nothing has heeded. */
  synchronized void end() {
    over = true;
    if (interrupted) {
      boolean _ = Thread.interrupted();
    }
  }
}
