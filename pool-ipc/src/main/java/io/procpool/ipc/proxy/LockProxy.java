package io.procpool.ipc.proxy;

import io.procpool.SharedLock;
import io.procpool.ipc.proxy.Methods.Lock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A managed lock; its owner is a thread of a client process. */
class LockProxy implements SharedLock, ManagedProxy {

  private final ObjectReference reference;

  LockProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public final ObjectReference reference() {
    return reference;
  }

  static long self() {
    return Thread.currentThread().threadId();
  }

  @Override
  public void lock() {
    reference.call(Lock.TRY_LOCK, self(), Answers.FOR_EVER);
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    reference.callInterruptibly(Lock.TRY_LOCK, self(), Answers.FOR_EVER);
  }

  @Override
  public boolean tryLock() {
    return Answers.truth(reference.call(Lock.TRY_LOCK, self(), 0L));
  }

  @Override
  public boolean tryLock(Duration timeout) throws InterruptedException {
    return Answers.truth(
        reference.callInterruptibly(Lock.TRY_LOCK, self(), Answers.nanos(timeout)));
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return tryLock(Duration.ofNanos(unit.toNanos(time)));
  }

  @Override
  public void unlock() {
    reference.call(Lock.UNLOCK, self());
  }

  @Override
  public boolean isLocked() {
    return Answers.truth(reference.call(Lock.IS_LOCKED));
  }

  @Override
  public boolean isHeldByCurrentThread() {
    return holds() > 0;
  }

  final int holds() {
    return Answers.number(reference.call(Lock.HOLD_COUNT, self()));
  }

  @Override
  public void close() {
    reference.close();
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof ManagedProxy proxy && reference.sameAs(proxy.reference());
  }

  @Override
  public final int hashCode() {
    return reference.hash();
  }

  @Override
  public String toString() {
    return reference.toString();
  }
}
