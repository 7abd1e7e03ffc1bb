package io.procpool.runtime;

import io.procpool.Worker;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** An object that cannot be written, or read, without a fault. */
final class Fragile implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Where it breaks. */
  enum Place {
    ARGUMENT_IS_READ,
    RESULT_IS_WRITTEN,
    RESULT_IS_READ
  }

  private final Fault fault;
  private final Place place;

  Fragile(Fault fault, Place place) {
    this.fault = fault;
    this.place = place;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    if (place == Place.RESULT_IS_WRITTEN && Worker.current().isPresent()) {
      fault.strike();
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    boolean inWorker = Worker.current().isPresent();
    if (inWorker ? place == Place.ARGUMENT_IS_READ : place == Place.RESULT_IS_READ) {
      fault.strike();
    }
  }
}
