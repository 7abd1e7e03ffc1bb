package io.procpool.runtime.manager;

import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An event. */
final class ServedEvent implements Served {

  private static final Methods.Event[] METHODS = Methods.Event.values();

  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingLine wasSet = new WaitingLine(lock);
  private boolean set; // guarded by lock
  private long times; // how often it was set; guarded by lock

  @Override
  public ManagedKind kind() {
    return ManagedKind.EVENT;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter)
      throws InterruptedException {
    lock.lock();
    try {
      return switch (METHODS[method]) {
        case IS_SET -> set;
        case AWAIT -> await(new Patience(a.nanos(0)), waiter);
        case SET -> {
          set = true;
          times++;
          wasSet.signalAll();
          yield null;
        }
        case CLEAR -> {
          set = false;
          yield null;
        }
      };
    } finally {
      lock.unlock();
    }
  }

  /** Ends with the first time it is set, though it be cleared before this thread looks. */
  private Object await(Patience patience, Waiter waiter) throws InterruptedException {
    long before = times;
    while (!set && times == before) {
      if (!patience.isLeft()) {
        return false;
      }
      if (!waiter.isThread() || !waiter.await(wasSet, patience)) {
        return WAITS; // only a thread remembers how often it was set before
      }
    }
    return true;
  }
}
