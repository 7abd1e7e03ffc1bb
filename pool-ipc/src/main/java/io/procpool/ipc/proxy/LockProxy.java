package io.procpool.ipc.proxy;

import io.procpool.SharedLock;
import io.procpool.ipc.proxy.Methods.Lock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A managed lock; its owner is a thread of a client process. */
class LockProxy extends ObjectProxy implements SharedLock {

  LockProxy(ObjectReference reference) {
    super(reference);
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
    reference.callAtOnce(Lock.UNLOCK, self());
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
}
