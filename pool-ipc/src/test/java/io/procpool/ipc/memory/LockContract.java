package io.procpool.ipc.memory;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedLock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every shared lock promises, whatever its kind and however its threads sleep. */
@Timeout(60)
interface LockContract {

  SharedLock newLock();

  @Test
  default void l1TryLockIsFalseWhenHeldElsewhere() throws Exception {
    try (SharedLock lock = newLock()) {
      lock.lock();
      assertFalse(elsewhere(() -> lock.tryLock()));
      assertFalse(elsewhere(() -> lock.tryLock(Duration.ZERO)));
      assertFalse(elsewhere(() -> lock.tryLock(-1, MILLISECONDS)));
      assertTrue(lock.isLocked());
      lock.unlock();
      assertFalse(lock.isLocked());
      assertTrue(elsewhere(() -> lock.tryLock()));
    }
  }

  @Test
  default void l1TheTimeoutIsHonoured() throws Exception {
    try (SharedLock lock = newLock()) {
      lock.lock();
      long start = System.nanoTime();
      assertFalse(elsewhere(() -> lock.tryLock(Duration.ofMillis(120))));
      assertTrue(System.nanoTime() - start >= 120_000_000);
      lock.unlock();
    }
  }

  @Test
  default void aWaiterGetsTheLockWhenItIsFreed() throws Exception {
    try (SharedLock lock = newLock();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      lock.lock();
      Future<Boolean> waiter =
          other.submit(() -> {
            lock.lock();
            boolean held = lock.isHeldByCurrentThread();
            lock.unlock();
            return held;
          });
      lock.unlock();
      assertTrue(waiter.get());
    }
  }

  @Test
  default void l1ReleaseByANonOwnerFailsAndSaysWhoHolds() throws Exception {
    try (SharedLock lock = newLock()) {
      lock.lock();
      IllegalMonitorStateException refused =
          elsewhere(() -> assertThrows(IllegalMonitorStateException.class, lock::unlock));
      String holder =
          "held by thread=%d of pid=%d"
              .formatted(Thread.currentThread().threadId(), ProcessHandle.current().pid());
      assertTrue(refused.getMessage().contains(holder), refused.getMessage());
      assertTrue(lock.isHeldByCurrentThread());
      lock.unlock();
      assertThrows(IllegalMonitorStateException.class, lock::unlock);
    }
  }

  @Test
  default void anInterruptEndsAnInterruptibleWait() throws Exception {
    try (SharedLock lock = newLock()) {
      lock.lock();
      CountDownLatch waiting = new CountDownLatch(1);
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        Future<?> waiter =
            other.submit(() -> {
              waiting.countDown();
              assertThrows(InterruptedException.class, lock::lockInterruptibly);
            });
        waiting.await();
        other.shutdownNow();
        waiter.get();
      }
      lock.unlock();
    }
  }

  @Test
  default void anUninterruptibleWaitKeepsTheInterrupt() throws Exception {
    try (SharedLock lock = newLock()) {
      lock.lock();
      CountDownLatch waiting = new CountDownLatch(1);
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        Future<Boolean> waiter =
            other.submit(() -> {
              waiting.countDown();
              lock.lock();
              lock.unlock();
              return Thread.currentThread().isInterrupted();
            });
        waiting.await();
        other.shutdownNow();
        lock.unlock();
        assertTrue(waiter.get());
      }
    }
  }

  @Test
  default void onlyOneIsInsideAtATime() throws Exception {
    int threads = 4;
    int rounds = 25_000;
    int[] counter = new int[1];
    try (SharedLock lock = newLock();
        ExecutorService all = Executors.newFixedThreadPool(threads)) {
      Callable<Void> count =
          () -> {
            for (int i = 0; i < rounds; i++) {
              lock.lock();
              counter[0]++;
              lock.unlock();
            }
            return null;
          };
      for (Future<Void> done : all.invokeAll(java.util.Collections.nCopies(threads, count))) {
        done.get();
      }
    }
    assertEquals(threads * rounds, counter[0]);
  }

  @Test
  default void virtualThreadsDoNotHoldTheirCarriersWhileTheyWait() throws Exception {
    int waiters = 4 * Runtime.getRuntime().availableProcessors();
    CountDownLatch waiting = new CountDownLatch(waiters);
    try (SharedLock lock = newLock();
        ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      lock.lock();
      for (int i = 0; i < waiters; i++) {
        all.submit(() -> {
          waiting.countDown();
          lock.lock();
          lock.unlock();
        });
      }
      waiting.await(); // more waiters than carriers: the last ones start only if others let go
      assertTrue(all.submit(() -> true).get());
      lock.unlock();
    }
  }

  @Test
  default void aClosedLockCannotBeUsed() {
    SharedLock lock = newLock();
    lock.close();
    lock.close();
    assertThrows(IllegalStateException.class, lock::lock);
  }

  private static <T> T elsewhere(Callable<T> action) throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      return other.submit(action).get();
    }
  }
}
