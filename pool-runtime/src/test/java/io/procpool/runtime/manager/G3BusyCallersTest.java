package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Manager;
import io.procpool.ManagerLostException;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** G3: threads that call without a pause, and so look out for their replies together. */
@Timeout(120)
class G3BusyCallersTest {

  private static final int THREADS = 8;
  private static final int CALLS = 2000;

  @Test
  void eachThreadGetsItsOwnAnswers() throws Exception {
    try (Manager manager = Manager.start()) {
      ConcurrentMap<Integer, Integer> map = manager.map();
      all(number -> {
        for (int i = 1; i <= CALLS; i++) {
          map.put(number, i * THREADS + number);
          assertEquals(i * THREADS + number, map.get(number));
        }
        return CALLS;
      });
      assertEquals(THREADS, map.size());
    }
  }

  @Test
  void threadsThatWaitInTheManagerAreWokenAmongThoseThatDoNot() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedQueue<byte[]> queue = manager.queue(2);
      long taken =
          all(number -> {
            for (int i = 0; i < CALLS; i++) {
              if (number % 2 == 0) {
                queue.put(new byte[4 * i]); // small ones and such as are written at once
              } else {
                byte[] _ = queue.take();
              }
            }
            return CALLS;
          });
      assertEquals((long) THREADS * CALLS, taken);
      assertEquals(0, queue.size());
    }
  }

  @Test
  void aLockAdmitsOneOfThemAtATime() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedLock lock = manager.lock();
      long[] count = new long[1];
      all(number -> {
        for (int i = 0; i < CALLS / 4; i++) {
          lock.lock();
          try {
            count[0]++; // no atomic step: the lock must do
          } finally {
            lock.unlock();
          }
        }
        return 0;
      });
      assertEquals(THREADS * (CALLS / 4), count[0]);
    }
  }

  @Test
  void aLockIsHandedOnAmongThoseWithATimeThoseWithoutAndThoseThatAreInterrupted() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedLock lock = manager.lock();
      long[] count = new long[1];
      long held =
          all(number -> {
            long mine = 0;
            for (int i = 0; i < CALLS / 4; i++) {
              boolean got = true;
              switch (number % 4) {
                case 1 -> got = lock.tryLock(Duration.ofNanos(1000L * i));
                case 3 -> got = lockUnlessInterrupted(lock);
                default -> lock.lock();
              }
              if (got) {
                count[0]++;
                mine++;
                lock.unlock();
              }
            }
            return mine;
          });
      assertEquals(held, count[0]);
      assertTrue(held >= THREADS / 2 * (CALLS / 4), "those without a time always get it");
      assertTrue(lock.tryLock());
    }
  }

  /** Waits while another thread sets out to interrupt this one. */
  private static boolean lockUnlessInterrupted(SharedLock lock) {
    Thread other = Thread.startVirtualThread(Thread.currentThread()::interrupt);
    boolean got = true;
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      got = false;
    }
    while (other.isAlive()) {
      Thread.onSpinWait();
    }
    boolean _ = Thread.interrupted();
    return got;
  }

  @Test
  void allLearnThatTheManagerWasKilled() throws Exception {
    try (Manager manager = Manager.start();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      ConcurrentMap<Integer, Integer> map = manager.map();
      CountDownLatch busy = new CountDownLatch(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        running.add(
            threads.submit(() -> {
              for (int call = 0; ; call++) {
                map.put(number, call);
                if (call == 100) {
                  busy.countDown();
                }
              }
            }));
      }
      busy.await();
      ProcessHandle.of(manager.pid()).orElseThrow().destroyForcibly();
      for (Future<?> each : running) {
        ExecutionException failed =
            assertThrows(ExecutionException.class, () -> each.get(60, TimeUnit.SECONDS));
        assertEquals(ManagerLostException.class, failed.getCause().getClass());
      }
    }
  }

  private interface Body {
    long run(int number) throws Exception;
  }

  /** Runs it in all threads; the sum of what they say. */
  private static long all(Body body) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Long>> bodies = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        bodies.add(() -> body.run(number));
      }
      long sum = 0;
      for (Future<Long> each : threads.invokeAll(bodies)) {
        sum += each.get();
      }
      return sum;
    }
  }
}
