package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedLock;
import io.procpool.SharedReentrantLock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReentrantLockTest implements LockContract {

  @Override
  public SharedLock newLock() {
    return SharedReentrantLock.create();
  }

  @Test
  void l1ItCounts() throws Exception {
    try (SharedReentrantLock lock = SharedReentrantLock.create()) {
      assertEquals(0, lock.holdCount());
      lock.lock();
      lock.lockInterruptibly();
      assertTrue(lock.tryLock());
      assertTrue(lock.tryLock(Duration.ofMillis(1)));
      assertEquals(4, lock.holdCount());
      for (int left = 3; left >= 0; left--) {
        assertTrue(lock.isLocked());
        lock.unlock();
        assertEquals(left, lock.holdCount());
      }
      assertFalse(lock.isLocked());
      assertThrows(IllegalMonitorStateException.class, lock::unlock);
    }
  }

  @Test
  void l1APlainLockDoesNotCount() throws Exception {
    try (SharedLock lock = SharedLock.create()) {
      lock.lock();
      assertThrows(IllegalMonitorStateException.class, lock::lock);
      assertFalse(lock.tryLock());
      assertFalse(lock.tryLock(Duration.ofMillis(20)));
      lock.unlock();
    }
  }

  @Test
  void l3AllHoldsOfADeadHolderAreGone() throws Exception {
    try (SharedReentrantLock lock = SharedReentrantLock.create();
        Peer peer = Peer.start(LockPeer.class, Tickets.write(lock))) {
      assertEquals("held", peer.ask("lock"));
      assertEquals("held", peer.ask("lock"));
      peer.kill();
      assertThrows(io.procpool.AbandonedLockException.class, lock::lock);
      assertEquals(1, lock.holdCount());
      lock.unlock();
      assertFalse(lock.isLocked());
    }
  }
}
