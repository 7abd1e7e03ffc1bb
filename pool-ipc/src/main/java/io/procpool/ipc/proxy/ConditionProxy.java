package io.procpool.ipc.proxy;

import io.procpool.SharedCondition;
import io.procpool.SharedLock;
import io.procpool.ipc.proxy.Methods.Condition;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A condition of a managed lock. */
final class ConditionProxy extends ObjectProxy implements SharedCondition {

  ConditionProxy(ObjectReference reference) {
    super(reference);
  }

  @Override
  public SharedLock lock() {
    return Answers.as(reference.call(Condition.LOCK));
  }

  @Override
  public void await() throws InterruptedException {
    reference.callInterruptibly(Condition.AWAIT, LockProxy.self(), Answers.FOR_EVER);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return Answers.truth(
        reference.callInterruptibly(Condition.AWAIT, LockProxy.self(), Answers.nanos(timeout)));
  }

  @Override
  public void waitFor(BooleanSupplier test) throws InterruptedException {
    while (!test.getAsBoolean()) {
      await();
    }
  }

  @Override
  public boolean waitFor(BooleanSupplier test, Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    long nanos = Answers.nanos(timeout);
    while (!test.getAsBoolean()) {
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      boolean _ = await(Duration.ofNanos(left));
    }
    return true;
  }

  @Override
  public void signal() {
    signal(1);
  }

  @Override
  public void signal(int count) {
    reference.callAtOnce(Condition.SIGNAL, LockProxy.self(), count);
  }

  @Override
  public void signalAll() {
    signal(Integer.MAX_VALUE);
  }
}
