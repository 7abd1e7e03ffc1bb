package io.procpool.ipc.proxy;

import io.procpool.ManagedValue;
import io.procpool.ipc.proxy.Methods.Value;

/** A managed value. */
final class ValueProxy<T> extends ObjectProxy implements ManagedValue<T> {

  ValueProxy(ObjectReference reference) {
    super(reference);
  }

  @Override
  public T get() {
    return Answers.as(reference.call(Value.GET));
  }

  @Override
  public void set(T value) {
    reference.call(Value.SET, value);
  }

  @Override
  public T getAndSet(T value) {
    return Answers.as(reference.call(Value.GET_AND_SET, value));
  }

  @Override
  public boolean compareAndSet(T expected, T value) {
    return Answers.truth(reference.call(Value.COMPARE_AND_SET, expected, value));
  }
}
