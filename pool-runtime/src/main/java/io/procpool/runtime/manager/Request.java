package io.procpool.runtime.manager;

import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.proxy.CallWire;
import org.jspecify.annotations.Nullable;

/** A client's call that is not answered yet, and then what it came to. */
abstract class Request {

  final long id;

  // What it came to, written before another thread is told.
  private @Nullable Object result;
  private @Nullable Throwable thrown;
  private boolean cancelled;

  /** Whether its caller does not want it any more; an interrupt is its answer then. */
  volatile boolean withdrawn;

  Request(long id) {
    this.id = id;
  }

  /** Runs it, and keeps what it comes to; false if it is {@link Served#WAITS}. */
  final boolean settle(OpenRequests.CallBody body) {
    try {
      Object value = body.run();
      if (value == Served.WAITS) {
        return false;
      }
      result = value;
    } catch (InterruptedException e) {
      cancelled = withdrawn;
      thrown = e;
    } catch (Throwable e) {
      thrown = e;
    }
    return true;
  }

  /** It was withdrawn before it came to something. */
  final void cancel() {
    cancelled = true;
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
