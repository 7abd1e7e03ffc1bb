package io.procpool.runtime.manager;

import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.proxy.CallWire;
import org.jspecify.annotations.Nullable;

/** A client's call that is not answered yet, and then what it came to. */
abstract class Request {

  final long id;

  // What it came to, written before another thread is told.
  @Nullable Object result;
  @Nullable Throwable thrown;
  boolean cancelled;

  Request(long id) {
    this.id = id;
  }

  /** Has it end soon, if it still waits, having done nothing. Called by the session's reader. */
  abstract void withdraw();

  /** Appends what it came to. */
  final void writeAnswer(CallWire wire, PickleBuffer to) {
    Throwable failure = thrown;
    if (cancelled) {
      Replies.cancelled(to, id);
    } else if (failure != null) {
      Replies.thrown(wire, to, id, failure);
    } else {
      Replies.value(wire, to, id, result);
    }
  }
}
