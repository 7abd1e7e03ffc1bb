package io.procpool.ipc.memory;

import static java.util.Objects.requireNonNull;

import io.procpool.RunnableTask;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;
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

  @Override
  public SharedSemaphore semaphore(int permits, int maxPermits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits must be at least 0: " + permits);
    }
    return ((SegmentSemaphore) SharedKind.SEMAPHORE.create()).with(permits, maxPermits);
  }

  @Override
  public SharedCondition condition(SharedLock lock) {
    return SegmentCondition.create(requireNonNull(lock, "lock"), false);
  }

  @Override
  public SharedCondition condition() {
    return SegmentCondition.create(reentrantLock(), true);
  }

  @Override
  public SharedEvent event() {
    return (SharedEvent) SharedKind.EVENT.create();
  }

  @Override
  public SharedBarrier barrier(int parties, RunnableTask action) {
    if (parties < 1 || parties > SharedBarrier.MAX_PARTIES) {
      throw new IllegalArgumentException(
          "parties must be within 1 and " + SharedBarrier.MAX_PARTIES + ": " + parties);
    }
    return SegmentBarrier.create(parties, requireNonNull(action, "action"));
  }
}
