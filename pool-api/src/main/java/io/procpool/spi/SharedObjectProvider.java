package io.procpool.spi;

import io.procpool.SharedLock;
import io.procpool.SharedReentrantLock;

/**
 * Makes the objects that processes share by inheritance; found by {@link java.util.ServiceLoader}.
 * Each method throws {@link io.procpool.SharedResourceException} if no shared memory could be had.
 */
public interface SharedObjectProvider {

  /** A new lock, held by nobody. */
  SharedLock lock();

  /** A new reentrant lock, held by nobody. */
  SharedReentrantLock reentrantLock();
}
