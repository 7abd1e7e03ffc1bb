package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.CallTimedOutException;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.SharedQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** G3: many threads, and calls with a timeout. */
@Timeout(120)
class G3ManyThreadsTest {

  private static final int THREADS = 1000;

  @Test
  void aThousandPlatformThreadsShareOneConnection() throws Exception {
    manyThreads(Thread.ofPlatform().factory());
  }

  @Test
  void aThousandVirtualThreadsShareOneConnection() throws Exception {
    manyThreads(Thread.ofVirtual().factory());
  }

  /** All wait in the manager at once, and are served one after the other. */
  private static void manyThreads(ThreadFactory factory) throws Exception {
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(factory);
        Manager manager = Manager.start()) {
      SharedQueue<Integer> queue = manager.queue();
      ConcurrentMap<Integer, Integer> map = manager.map();
      long threadsBefore = status(manager, "Threads:");
      long socketsBefore = descriptors(manager);
      CyclicBarrier all = new CyclicBarrier(THREADS + 1);
      List<Future<Integer>> taken = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        taken.add(
            threads.submit(() -> {
              map.put(number, number);
              all.await();
              return queue.take();
            }));
      }
      all.await();
      assertEquals(THREADS, map.size());
      assertTrue(status(manager, "Threads:") <= threadsBefore + 100, "threads of the server");
      assertTrue(descriptors(manager) <= socketsBefore + 10, "descriptors of the server");
      for (int i = 0; i < THREADS; i++) {
        queue.put(i);
      }
      long sum = 0;
      for (Future<Integer> each : taken) {
        sum += each.get(60, TimeUnit.SECONDS);
      }
      assertEquals(THREADS * (THREADS - 1L) / 2, sum);
    }
  }

  private static long status(Manager manager, String field) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + manager.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.substring(field.length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  private static long descriptors(Manager manager) throws Exception {
    try (var files = Files.list(Path.of("/proc/" + manager.pid() + "/fd"))) {
      return files.count();
    }
  }

  @Test
  void aCallMayHaveATimeoutAndTakesNothingAfterIt() throws Exception {
    ManagerOptions options = ManagerOptions.defaults().withCallTimeout(Duration.ofMillis(300));
    try (Manager manager = Manager.start(options)) {
      SharedQueue<Integer> queue = manager.queue();
      assertThrows(CallTimedOutException.class, queue::take);
      queue.put(1);
      assertEquals(1, queue.take());
    }
  }

  @Test
  void openCallsAreBounded() throws Exception {
    ManagerOptions options = ManagerOptions.defaults().withMaxOpenCalls(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Manager manager = Manager.start(options)) {
      SharedQueue<Integer> queue = manager.queue();
      List<Future<Integer>> takes = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        takes.add(threads.submit(queue::take));
      }
      int failed = 0;
      while (failed == 0) {
        failed = (int) takes.stream().filter(Future::isDone).count();
        Thread.onSpinWait();
      }
      queue.putAll(List.of(1, 2));
      int ended = 0;
      for (Future<Integer> take : takes) {
        try {
          int _ = take.get(60, TimeUnit.SECONDS);
          ended++;
        } catch (java.util.concurrent.ExecutionException e) {
          assertTrue(e.getCause().getMessage().contains("maxOpenCalls=2"), e::toString);
        }
      }
      assertEquals(2, ended);
    }
  }
}
