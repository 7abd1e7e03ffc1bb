package io.procpool.ipc.proxy;

import io.procpool.SharedBarrier;
import io.procpool.ipc.proxy.Methods.Barrier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A managed barrier. */
final class BarrierProxy implements SharedBarrier, ManagedProxy {

  private final ObjectReference reference;

  BarrierProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public ObjectReference reference() {
    return reference;
  }

  @Override
  public int await() throws InterruptedException {
    return Answers.number(reference.callInterruptibly(Barrier.AWAIT, Answers.FOR_EVER));
  }

  @Override
  public int await(Duration timeout) throws InterruptedException {
    return Answers.number(reference.callInterruptibly(Barrier.AWAIT, Answers.nanos(timeout)));
  }

  @Override
  public void abort() {
    reference.call(Barrier.ABORT);
  }

  @Override
  public void reset() {
    reference.call(Barrier.RESET);
  }

  @Override
  public boolean isBroken() {
    return Answers.truth(reference.call(Barrier.IS_BROKEN));
  }

  @Override
  public int parties() {
    return Answers.number(reference.call(Barrier.PARTIES));
  }

  @Override
  public int waiting() {
    return Answers.number(reference.call(Barrier.WAITING));
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
