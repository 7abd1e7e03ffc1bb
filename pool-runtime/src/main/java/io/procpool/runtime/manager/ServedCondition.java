package io.procpool.runtime.manager;

import io.procpool.SharedCondition;
import io.procpool.SharedResourceException;
import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A condition of a managed lock. Its waiters are guarded by the lock's monitor. */
final class ServedCondition implements Served {

  private static final Methods.Condition[] METHODS = Methods.Condition.values();

  private final LockState state;
  private final Object lockProxy;
  private final ArrayDeque<Awaiter> waiters = new ArrayDeque<>();

  private static final class Awaiter {
    private final Condition woken;
    private boolean signalled;

    Awaiter(Condition woken) {
      this.woken = woken;
    }
  }

  /** A condition; the lock's proxy in this process is what clients ask for. */
  ServedCondition(ServedLock lock, Object lockProxy) {
    this.state = lock.state();
    this.lockProxy = lockProxy;
  }

  @Override
  public ManagedKind kind() {
    return ManagedKind.CONDITION;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter)
      throws InterruptedException {
    Methods.Condition called = METHODS[method];
    if (called == Methods.Condition.LOCK) {
      return lockProxy;
    }
    Caller thread = caller.ofThread(a.nanos(0));
    state.monitor().lock();
    try {
      state.checkHeld(thread);
      if (called == Methods.Condition.AWAIT) {
        Patience patience = new Patience(a.nanos(1));
        return waiter.isThread() || !patience.isLeft() ? await(thread, patience) : WAITS;
      }
      signal(a.number(1));
      return null;
    } finally {
      state.monitor().unlock();
    }
  }

  private Object await(Caller caller, Patience patience) throws InterruptedException {
    if (waiters.size() >= SharedCondition.MAX_WAITERS) {
      throw new SharedResourceException(
          "too many threads wait on a condition: limit=" + SharedCondition.MAX_WAITERS, null);
    }
    Awaiter awaiter = new Awaiter(state.monitor().newCondition());
    waiters.add(awaiter);
    int holds = state.releaseAll(caller);
    InterruptedException interrupt = null;
    try {
      while (!awaiter.signalled && patience.isLeft()) {
        patience.await(awaiter.woken);
      }
    } catch (InterruptedException e) {
      interrupt = e;
    }
    waiters.remove(awaiter);
    if (awaiter.signalled && caller.session().hasEnded()) {
      signal(1); // its signal is the next one's
    }
    state.takeBack(caller, holds);
    if (interrupt != null && !awaiter.signalled) {
      throw interrupt;
    }
    return awaiter.signalled;
  }

  private void signal(int count) {
    for (int i = 0; i < count && !waiters.isEmpty(); i++) {
      Awaiter first = waiters.remove();
      first.signalled = true;
      first.woken.signal();
    }
  }
}
