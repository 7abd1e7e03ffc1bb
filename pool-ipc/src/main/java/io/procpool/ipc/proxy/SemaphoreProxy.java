package io.procpool.ipc.proxy;

import io.procpool.SharedSemaphore;
import io.procpool.ipc.proxy.Methods.Semaphore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A managed semaphore. */
final class SemaphoreProxy implements SharedSemaphore, ManagedProxy {

  private final ObjectReference reference;

  SemaphoreProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public ObjectReference reference() {
    return reference;
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
    reference.call(Semaphore.RELEASE, permits);
  }

  @Override
  public int availablePermits() {
    return Answers.number(reference.call(Semaphore.AVAILABLE));
  }

  @Override
  public void close() {
    reference.close();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedProxy proxy && reference.sameAs(proxy.reference());
  }

  @Override
  public int hashCode() {
    return reference.hash();
  }

  @Override
  public String toString() {
    return reference.toString();
  }
}
