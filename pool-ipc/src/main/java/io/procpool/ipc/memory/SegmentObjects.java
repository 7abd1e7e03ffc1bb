package io.procpool.ipc.memory;

import io.procpool.SharedLock;
import io.procpool.SharedReentrantLock;
import io.procpool.spi.SharedObjectProvider;

/** Makes shared objects in segments of this process's {@link SegmentDirectory}. */
public final class SegmentObjects implements SharedObjectProvider {

  /** For {@link java.util.ServiceLoader}. */
  public SegmentObjects() {}

  @Override
  public SharedLock lock() {
    return (SharedLock) SharedKind.LOCK.create();
  }

  @Override
  public SharedReentrantLock reentrantLock() {
    return (SharedReentrantLock) SharedKind.REENTRANT_LOCK.create();
  }
}
