package io.procpool.ipc.proxy;

import io.procpool.SharedReentrantLock;

/** A managed reentrant lock. */
final class ReentrantLockProxy extends LockProxy implements SharedReentrantLock {

  ReentrantLockProxy(ObjectReference reference) {
    super(reference);
  }

  @Override
  public int holdCount() {
    return holds();
  }
}
