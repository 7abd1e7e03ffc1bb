package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.procpool.Pool;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt is for the task it was meant for, whoever sends it and however late. */
@Timeout(120)
class InterruptTest {

  @Test
  void aThreadLeftBehindThatInterruptsHarmsNoLaterTask() throws Exception {
    try (Pool pool = Pool.create(1)) {
      long pid =
          pool.apply(() -> {
            Thread taskThread = Thread.currentThread();
            Thread left = new Thread(() -> interruptForEver(taskThread));
            left.setDaemon(true);
            left.start();
            return ProcessHandle.current().pid();
          });
      for (int i = 0; i < 2000; i++) {
        long now = pool.apply(() -> ProcessHandle.current().pid());
        assertEquals(pid, now);
      }
    }
  }

  private static void interruptForEver(Thread thread) {
    while (true) {
      thread.interrupt();
      LockSupport.parkNanos(20_000);
    }
  }

  @Test
  void aTaskThatInterruptsItselfLeavesTheNextUninterrupted() throws Exception {
    try (Pool pool = Pool.create(1)) {
      boolean first =
          pool.apply(() -> {
            Thread.currentThread().interrupt();
            return true;
          });
      boolean second = pool.apply(() -> Thread.currentThread().isInterrupted());
      assertEquals(true, first);
      assertFalse(second);
    }
  }

  @Test
  void anInterruptFromAnotherThreadReachesTheTaskThatRuns() throws Exception {
    try (Pool pool = Pool.create(1)) {
      String answer =
          pool.apply(() -> {
            Thread taskThread = Thread.currentThread();
            new Thread(taskThread::interrupt).start();
            try {
              new CountDownLatch(1).await();
              return "not interrupted";
            } catch (InterruptedException e) {
              return "interrupted";
            }
          });
      assertEquals("interrupted", answer);
    }
  }
}
