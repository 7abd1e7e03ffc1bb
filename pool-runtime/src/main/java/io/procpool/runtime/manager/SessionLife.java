package io.procpool.runtime.manager;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Whether a client process is still there, and the calls that its threads wait in here. */
final class SessionLife {

  private final Set<LocalCall> calls = ConcurrentHashMap.newKeySet(); // of this process's own only
  private volatile boolean ended;

  boolean hasEnded() {
    return ended;
  }

  /** Ends it; calls that wait end by an interrupt. */
  void end() {
    ended = true;
    // No method reference: a process without descriptors may fail to link it.
    for (LocalCall call : calls) {
      call.interrupt();
    }
  }

  /** The current thread begins a call, which the end of this interrupts until it leaves. */
  LocalCall enter() {
    LocalCall call = new LocalCall();
    calls.add(call);
    if (ended) {
      call.interrupt();
    }
    return call;
  }

  /** The current thread has ended the call; no interrupt of ours is left. */
  void leave(LocalCall call) {
    calls.remove(call);
    call.end();
  }
}
