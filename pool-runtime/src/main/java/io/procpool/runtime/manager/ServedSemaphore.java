package io.procpool.runtime.manager;

import io.procpool.SharedSemaphore;
import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A semaphore. */
final class ServedSemaphore implements Served {

  private static final Methods.Semaphore[] METHODS = Methods.Semaphore.values();

  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingLine permitCame = new WaitingLine(lock);
  private int permits; // guarded by lock

  ServedSemaphore(int permits) {
    this.permits = permits;
  }

  @Override
  public ManagedKind kind() {
    return ManagedKind.SEMAPHORE;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter)
      throws InterruptedException {
    lock.lock();
    try {
      return switch (METHODS[method]) {
        case TRY_ACQUIRE -> acquire(new Patience(a.nanos(0)), caller, waiter);
        case AVAILABLE -> permits;
        case RELEASE -> {
          release(a.number(0));
          yield null;
        }
      };
    } finally {
      lock.unlock();
    }
  }

  private Object acquire(Patience patience, Caller caller, Waiter waiter)
      throws InterruptedException {
    while (permits == 0) {
      if (!patience.isLeft()) {
        return false;
      }
      if (!waiter.await(permitCame, patience)) {
        return WAITS;
      }
    }
    if (caller.session().hasEnded()) {
      permitCame.signal(); // nobody is there to get it
      throw new InterruptedException("the client has gone");
    }
    permits--;
    return true;
  }

  private void release(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("permits must be at least 1: " + count);
    }
    if (count > SharedSemaphore.MAX_PERMITS - permits) {
      throw new IllegalStateException(
          "too many permits: permits=" + permits + " released=" + count);
    }
    permits += count;
    if (count == 1) {
      permitCame.signal();
    } else {
      permitCame.signalAll();
    }
  }
}
