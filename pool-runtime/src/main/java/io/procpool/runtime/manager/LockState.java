package io.procpool.runtime.manager;

import io.procpool.AbandonedLockException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a managed lock. All but the constructor is for threads that hold {@link #monitor()},
 * which guards the state and the lock's conditions.
 */
final class LockState {

  private final boolean reentrant;
  private final ReentrantLock monitor = new ReentrantLock();
  private final WaitingLine freed = new WaitingLine(monitor);
  private @Nullable Caller holder;
  private int holds;
  private boolean abandoned;

  LockState(boolean reentrant) {
    this.reentrant = reentrant;
  }

  ReentrantLock monitor() {
    return monitor;
  }

  boolean isReentrant() {
    return reentrant;
  }

  boolean isLocked() {
    return holder != null;
  }

  int holds(Caller caller) {
    return caller.equals(holder) ? holds : 0;
  }

  /** Takes it; {@link Served#WAITS} if it waits without this thread, or needs one that may. */
  Object take(Caller caller, Patience patience, Waiter waiter) throws InterruptedException {
    if (caller.equals(holder)) {
      return takeAgain();
    }
    while (holder != null) {
      if (!patience.isLeft()) {
        return false;
      }
      if (!waiter.await(freed, patience)) {
        return Served.WAITS;
      }
    }
    give(caller, 1);
    return true;
  }

  private Object takeAgain() {
    if (!reentrant) {
      throw new IllegalMonitorStateException(
          "this thread holds the lock already, and it is not reentrant: use reentrantLock()");
    }
    holds++;
    return true;
  }

  /** Makes the caller the holder of a free lock; tells it if the former one died. */
  private void give(Caller caller, int count) throws InterruptedException {
    if (caller.session().hasEnded()) {
      freed.signal();
      throw new InterruptedException("the client has gone");
    }
    holder = caller;
    holds = count;
    if (abandoned) {
      abandoned = false;
      throw new AbandonedLockException(
          "the process that held the managed lock ended while holding it; this thread holds it now,"
              + " and what it protects may be half changed");
    }
  }

  void release(Caller caller) {
    checkHeld(caller);
    holds--;
    if (holds == 0) {
      free();
    }
  }

  /** Frees it fully; how often it was held. */
  int releaseAll(Caller caller) {
    checkHeld(caller);
    int count = holds;
    free();
    return count;
  }

  /** Takes it back after a wait, whatever interrupts come; fails if the client has gone. */
  void takeBack(Caller caller, int count) throws InterruptedException {
    while (holder != null && !caller.session().hasEnded()) {
      freed.awaitUninterruptibly();
    }
    give(caller, count);
  }

  void checkHeld(Caller caller) {
    if (!caller.equals(holder)) {
      throw new IllegalMonitorStateException("this thread does not hold the managed lock");
    }
  }

  void sessionEnded(SessionLife session) {
    Caller last = holder;
    if (last != null && last.session() == session) {
      abandoned = true;
      free();
    }
    freed.signalAll(); // those of the session that take it back
  }

  private void free() {
    holder = null;
    holds = 0;
    freed.signal();
  }
}
