package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedBarrier;
import io.procpool.SharedCondition;
import io.procpool.SharedEvent;
import io.procpool.SharedLock;
import io.procpool.SharedSemaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads that wait leave their carriers to others. Locks have that in their contract. */
@Timeout(60)
class VirtualThreadsTest {

  /** More than there are carriers: the last ones start only if others let go. */
  private static final int WAITERS = 4 * Runtime.getRuntime().availableProcessors();

  /** What each waiter does; counts down just before it waits. */
  private interface Waiter {
    void runAndTell(CountDownLatch waiting) throws Exception;
  }

  /** What ends the waits. */
  private interface Release {
    void run() throws Exception;
  }

  @Test
  void l1ASemaphoresWaitersLeaveTheirCarriers() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(0)) {
      check(
          waiting -> {
            waiting.countDown();
            semaphore.acquire();
          },
          () -> semaphore.release(WAITERS));
    }
  }

  @Test
  void l2AnEventsWaitersLeaveTheirCarriers() throws Exception {
    try (SharedEvent event = SharedEvent.create()) {
      check(
          waiting -> {
            waiting.countDown();
            event.await();
          },
          event::set);
    }
  }

  @Test
  void l2AConditionsWaitersLeaveTheirCarriers() throws Exception {
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = SharedCondition.create(lock)) {
      check(
          waiting -> {
            lock.lock();
            try {
              waiting.countDown(); // the notifier cannot have the lock before this one waits
              condition.await();
            } finally {
              lock.unlock();
            }
          },
          () -> {
            lock.lock();
            try {
              condition.signalAll();
            } finally {
              lock.unlock();
            }
          });
    }
  }

  @Test
  void l2ABarriersPartiesLeaveTheirCarriers() throws Exception {
    try (SharedBarrier barrier = SharedBarrier.create(WAITERS + 1)) {
      check(
          waiting -> {
            waiting.countDown();
            barrier.await();
          },
          barrier::await);
    }
  }

  private static void check(Waiter waiter, Release release) throws Exception {
    CountDownLatch waiting = new CountDownLatch(WAITERS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> waiters = new ArrayList<>();
      for (int i = 0; i < WAITERS; i++) {
        waiters.add(
            threads.submit(() -> {
              waiter.runAndTell(waiting);
              return null;
            }));
      }
      waiting.await();
      assertTrue(threads.submit(() -> true).get());
      release.run();
      for (Future<?> each : waiters) {
        each.get();
      }
    }
  }
}
