package io.procpool.ipc.proxy;

import io.procpool.ManagedValue;
import io.procpool.ipc.proxy.Methods.Value;
import org.jspecify.annotations.Nullable;

/** A managed value. */
final class ValueProxy<T> implements ManagedValue<T>, ManagedProxy {

  private final ObjectReference reference;

  ValueProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public ObjectReference reference() {
    return reference;
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
