package io.procpool.ipc.network;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** An object that leaves a mark when it is read. */
final class Mark implements Serializable {

  private static final long serialVersionUID = 1L;

  static final AtomicInteger LEFT = new AtomicInteger();

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    LEFT.incrementAndGet();
  }
}
