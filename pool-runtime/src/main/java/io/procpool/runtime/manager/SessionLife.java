package io.procpool.runtime.manager;

/** Whether a client process is still there. */
final class SessionLife {

  private volatile boolean ended;

  boolean hasEnded() {
    return ended;
  }

  void end() {
    ended = true;
  }
}
