package io.procpool.ipc.memory;

import io.procpool.SharedLock;

/** A lock whose waiters sleep by {@link BackoffParker}. */
class BackoffLockTest implements LockContract {

  @Override
  public SharedLock newLock() {
    Segment segment = SegmentDirectory.current().create("SharedLock", LockLayout.BYTES);
    return new SegmentLock(segment, Parties.of(BackoffParker.INSTANCE));
  }
}
