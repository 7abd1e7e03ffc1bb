package io.procpool.ipc.proxy;

import io.procpool.ipc.pickle.SharedObject;

/** A proxy of a managed object. It may travel anywhere. */
public interface ManagedProxy extends SharedObject {

  /** Its object. */
  ObjectReference reference();

  @Override
  default String kind() {
    return reference().kind().label();
  }

  @Override
  default boolean mayTravel() {
    return true;
  }

  @Override
  default Ticket ticket() {
    return reference().ticket();
  }
}
