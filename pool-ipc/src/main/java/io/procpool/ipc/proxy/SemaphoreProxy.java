package io.procpool.ipc.proxy;

import io.procpool.SharedSemaphore;
import io.procpool.ipc.proxy.Methods.Semaphore;
import java.time.Duration;

/** A managed semaphore. */
final class SemaphoreProxy extends ObjectProxy implements SharedSemaphore {

  SemaphoreProxy(ObjectReference reference) {
    super(reference);
  }

  @Override
  public void acquire() throws InterruptedException {
    reference.callInterruptibly(Semaphore.TRY_ACQUIRE, Answers.FOR_EVER);
  }

  @Override
  public boolean tryAcquire() {
    return Answers.truth(reference.call(Semaphore.TRY_ACQUIRE, 0L));
  }

  @Override
  public boolean tryAcquire(Duration timeout) throws InterruptedException {
    return Answers.truth(
        reference.callInterruptibly(Semaphore.TRY_ACQUIRE, Answers.nanos(timeout)));
  }

  @Override
  public void release() {
    release(1);
  }

  @Override
  public void release(int permits) {
    reference.callAtOnce(Semaphore.RELEASE, permits);
  }

  @Override
  public int availablePermits() {
    return Answers.number(reference.call(Semaphore.AVAILABLE));
  }
}
