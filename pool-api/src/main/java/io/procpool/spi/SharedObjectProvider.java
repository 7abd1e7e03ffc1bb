package io.procpool.spi;

import io.procpool.SharedLock;

/**
 * Makes the objects that processes share by inheritance; found by {@link java.util.ServiceLoader}.
 */
public interface SharedObjectProvider {

  /** A new lock, held by nobody. */
  SharedLock lock();
}
