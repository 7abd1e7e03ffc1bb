package io.procpool.ipc.proxy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of one connection that wait for their replies. Thread-safe. */
final class OpenCalls {

  private final Map<Long, PendingCall> calls = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile @Nullable Supplier<RuntimeException> lost;

  /**
   * A new call.
   *
   * @throws io.procpool.ManagerLostException if the connection is lost
   */
  PendingCall open() {
    PendingCall call = new PendingCall(lastId.incrementAndGet());
    calls.put(call.id, call);
    Supplier<RuntimeException> cause = lost;
    if (cause != null) {
      calls.remove(call.id);
      throw cause.get();
    }
    return call;
  }

  /** Its caller does not wait any more. */
  void close(PendingCall call) {
    calls.remove(call.id);
  }

  /** The call of that number; null if nobody waits for it any more. */
  @Nullable PendingCall take(long id) {
    return calls.remove(id);
  }

  /** Whether one waits, and no other. */
  boolean isOnlyOne() {
    return calls.size() == 1;
  }

  /** Wakes a thread that may read, if one waits for something. */
  void wakeReader() {
    for (PendingCall call : calls.values()) {
      if (call.waits && call.mayRead && !call.isDone()) {
        LockSupport.unpark(call.thread);
        return;
      }
    }
  }

  /** Fails all, and those to come. */
  void failAll(Supplier<RuntimeException> cause) {
    lost = cause;
    for (PendingCall call : calls.values()) {
      call.fail(cause.get());
    }
  }
}
