package io.procpool.ipc.proxy;

import io.procpool.SharedEvent;
import io.procpool.ipc.proxy.Methods.Event;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A managed event. */
final class EventProxy implements SharedEvent, ManagedProxy {

  private final ObjectReference reference;

  EventProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public ObjectReference reference() {
    return reference;
  }

  @Override
  public boolean isSet() {
    return Answers.truth(reference.call(Event.IS_SET));
  }

  @Override
  public void set() {
    reference.call(Event.SET);
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
