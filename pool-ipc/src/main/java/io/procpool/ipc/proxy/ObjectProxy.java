package io.procpool.ipc.proxy;

import org.jspecify.annotations.Nullable;

/** A proxy that is what it refers to: proxies of one object are equal. */
abstract class ObjectProxy implements ManagedProxy {

  final ObjectReference reference;

  ObjectProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public final ObjectReference reference() {
    return reference;
  }

  /** Gives the object up; calls fail from here on. */
  public void close() {
    reference.close();
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof ManagedProxy proxy && reference.sameAs(proxy.reference());
  }

  @Override
  public final int hashCode() {
    return reference.hash();
  }

  @Override
  public final String toString() {
    return reference.toString();
  }
}
