package io.procpool.ipc.proxy;

import io.procpool.SharedEvent;
import io.procpool.ipc.proxy.Methods.Event;
import java.time.Duration;

/** A managed event. */
final class EventProxy extends ObjectProxy implements SharedEvent {

  EventProxy(ObjectReference reference) {
    super(reference);
  }

  @Override
  public boolean isSet() {
    return Answers.truth(reference.call(Event.IS_SET));
  }

  @Override
  public void set() {
    reference.callAtOnce(Event.SET);
  }

  @Override
  public void clear() {
    reference.call(Event.CLEAR);
  }

  @Override
  public void await() throws InterruptedException {
    reference.callInterruptibly(Event.AWAIT, Answers.FOR_EVER);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return Answers.truth(reference.callInterruptibly(Event.AWAIT, Answers.nanos(timeout)));
  }
}
