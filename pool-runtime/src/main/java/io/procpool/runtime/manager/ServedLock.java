package io.procpool.runtime.manager;

import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import org.jspecify.annotations.Nullable;

/** A lock. */
final class ServedLock implements Served {

  private static final Methods.Lock[] METHODS = Methods.Lock.values();

  private final LockState state;

  ServedLock(boolean reentrant) {
    state = new LockState(reentrant);
  }

  LockState state() {
    return state;
  }

  @Override
  public ManagedKind kind() {
    return state.isReentrant() ? ManagedKind.REENTRANT_LOCK : ManagedKind.LOCK;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter)
      throws InterruptedException {
    state.monitor().lock();
    try {
      return switch (METHODS[method]) {
        case TRY_LOCK -> state.take(caller.ofThread(a.nanos(0)), new Patience(a.nanos(1)), waiter);
        case IS_LOCKED -> state.isLocked();
        case HOLD_COUNT -> state.holds(caller.ofThread(a.nanos(0)));
        case UNLOCK -> {
          state.release(caller.ofThread(a.nanos(0)));
          yield null;
        }
      };
    } finally {
      state.monitor().unlock();
    }
  }

  @Override
  public void sessionEnded(SessionLife session) {
    state.monitor().lock();
    try {
      state.sessionEnded(session);
    } finally {
      state.monitor().unlock();
    }
  }
}
