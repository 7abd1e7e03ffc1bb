package io.procpool.ipc.proxy;

import io.procpool.SharedBarrier;
import io.procpool.ipc.proxy.Methods.Barrier;
import java.time.Duration;

/** A managed barrier. */
final class BarrierProxy extends ObjectProxy implements SharedBarrier {

  BarrierProxy(ObjectReference reference) {
    super(reference);
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
}
