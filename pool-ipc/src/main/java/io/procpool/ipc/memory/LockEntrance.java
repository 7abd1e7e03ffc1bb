package io.procpool.ipc.memory;

import io.procpool.AbandonedLockException;

/** The ways into a {@link LockWord}, as {@link io.procpool.SharedLock} promises them. */
final class LockEntrance {

  private final LockWord word;
  private final Segment segment;

  LockEntrance(LockWord word, Segment segment) {
    this.word = word;
    this.segment = segment;
  }

  /** Waits without end and without heed to interrupts. */
  void enter() {
    if (!word.tryAcquireFree()) {
      admit(word.acquireUninterruptibly());
    }
  }

  /** Waits that long, {@link Long#MAX_VALUE} for no limit; false if it was not enough. */
  boolean enter(long timeoutNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (word.tryAcquireFree()) {
      return true;
    }
    return admit(timeoutNanos <= 0 ? word.tryAcquire() : word.acquire(timeoutNanos));
  }

  /** Does not wait. */
  boolean tryEnter() {
    return admit(word.tryAcquire());
  }

  private boolean admit(LockWord.Acquisition acquisition) {
    return switch (acquisition) {
      case ACQUIRED -> true;
      case REFUSED -> false;
      case ABANDONED ->
          throw new AbandonedLockException(
              "the lock's former holder died holding it: check what it protects, then unlock as usual; "
                  + segment.path());
    };
  }
}
