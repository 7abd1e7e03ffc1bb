package io.procpool.ipc.proxy;

import io.procpool.ipc.pickle.PickleSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A call on its way, and then what it came to. Owned by the thread that called. */
final class PendingCall {

  final long id;
  final Thread thread = Thread.currentThread();
  final boolean mayRead = !thread.isVirtual();

  /** Set when the thread is about to wait: from here on it may be asked to read for all. */
  volatile boolean waits;

  private volatile boolean done;
  private @Nullable ReplyKind kind; // written before done
  private @Nullable PickleSource payload;
  private @Nullable RuntimeException lost; // written before done

  PendingCall(long id) {
    this.id = id;
  }

  boolean isDone() {
    return done;
  }

  void complete(ReplyKind kind, PickleSource payload) {
    this.kind = kind;
    this.payload = payload;
    wake();
  }

  void fail(RuntimeException cause) {
    lost = cause;
    wake();
  }

  private void wake() {
    done = true;
    if (waits && thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  /** The kind of reply; only when done. */
  ReplyKind kind() {
    RuntimeException cause = lost;
    if (cause != null) {
      throw cause;
    }
    return java.util.Objects.requireNonNull(kind);
  }

  /** What the reply holds; only when done. */
  PickleSource payload() {
    return java.util.Objects.requireNonNull(payload);
  }
}
