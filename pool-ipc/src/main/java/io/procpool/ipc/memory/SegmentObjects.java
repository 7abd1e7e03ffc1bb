package io.procpool.ipc.memory;

import static java.util.Objects.requireNonNull;

import io.procpool.RunnableTask;
import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedReentrantLock;
import io.procpool.SharedSemaphore;

/**
 * Makes the locks and the like, in segments of this process's {@link SegmentDirectory}; what {@link
 * io.procpool.spi.SharedObjectProvider} says of them.
 */
public class SegmentObjects {

  /** Holds nothing itself. */
  public SegmentObjects() {}

  /** A new lock. */
  public SharedLock lock() {
    return (SharedLock) SharedKind.LOCK.create();
  }

  /** A new reentrant lock. */
  public SharedReentrantLock reentrantLock() {
    return (SharedReentrantLock) SharedKind.REENTRANT_LOCK.create();
  }

  /** A new semaphore. */
  public SharedSemaphore semaphore(int permits, int maxPermits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits must be at least 0: " + permits);
    }
    return ((SegmentSemaphore) SharedKind.SEMAPHORE.create()).with(permits, maxPermits);
  }

  /** A new condition for a lock. */
  public SharedCondition condition(SharedLock lock) {
    return SegmentCondition.create(requireNonNull(lock, "lock"), false);
  }

  /** A new condition with its own lock. */
  public SharedCondition condition() {
    return SegmentCondition.create(reentrantLock(), true);
  }

  /** A new event. */
  public SharedEvent event() {
    return (SharedEvent) SharedKind.EVENT.create();
  }

  /** A new barrier. */
  public SharedBarrier barrier(int parties, RunnableTask action) {
    if (parties < 1 || parties > SharedBarrier.MAX_PARTIES) {
      throw new IllegalArgumentException(
          "parties must be within 1 and " + SharedBarrier.MAX_PARTIES + ": " + parties);
    }
    return SegmentBarrier.create(parties, requireNonNull(action, "action"));
  }
}
