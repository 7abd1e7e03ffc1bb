package io.procpool.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.PoolStatistics;
import io.procpool.PoolStatistics.ExitReason;
import io.procpool.ResultIterator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P10: with maxTasksPerWorker results are right and pids are replaced; with 1 and shutdown before
 * the end all results arrive; recycling under a backlog never stalls.
 */
class P10RecyclingTest {

  @TempDir Path directory;

  /** A result with the process that made it. */
  record Made(int value, long pid) implements java.io.Serializable {
    static Made of(int value) {
      return new Made(value, ProcessHandle.current().pid());
    }
  }

  private static PoolOptions recycling(int workers, int tasks) {
    return PoolOptions.defaults().withWorkers(workers).withMaxTasksPerWorker(tasks);
  }

  private static void assertNoPidExceeds(int tasks, List<Made> results) {
    Map<Long, Long> counts = results.stream().collect(groupingBy(Made::pid, counting()));
    counts.forEach((pid, count) -> assertTrue(count <= tasks, pid + " ran " + count));
  }

  @Test
  void p10AHundredTasksRunInReplacedWorkersAndAreRight() {
    try (Pool pool = Pool.open(recycling(2, 10))) {
      List<Integer> inputs = IntStream.range(0, 50).boxed().toList();
      List<Made> results = new ArrayList<>(pool.map(Made::of, inputs));
      assertEquals(inputs, results.stream().map(Made::value).toList());
      for (int i = 50; i < 100; i++) {
        results.add(pool.apply(Made::of, i));
        assertEquals(i, results.get(i).value());
      }
      assertNoPidExceeds(10, results);
      await()
          .atMost(Gate.LIMIT)
          .until(() -> pool.statistics().workerExits().get(ExitReason.RECYCLED) >= 9);
      PoolStatistics after = pool.statistics();
      assertEquals(100, after.succeededTasks());
      assertEquals(0, after.lostTasks());
      assertEquals(0, after.workerExits().get(ExitReason.STOPPED), "all left by themselves");
    }
  }

  @Test
  void p10WithOneTaskAWorkerAndShutdownBeforeTheEndAllResultsArrive() throws Exception {
    List<Future<Made>> futures = new ArrayList<>();
    Pool pool = Pool.open(recycling(2, 1));
    for (int i = 0; i < 8; i++) {
      int number = i;
      futures.add(pool.submit(() -> Made.of(number)));
    }
    pool.shutdown();
    assertTrue(pool.awaitTermination(120, SECONDS));
    List<Made> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      results.add(futures.get(i).get());
      assertEquals(i, results.get(i).value());
    }
    assertNoPidExceeds(1, results);
  }

  @Test
  void p10ChunksLargerThanAWorkersLifeAreCutToIt() {
    try (Pool pool = Pool.open(recycling(2, 3))) {
      List<Integer> inputs = IntStream.range(0, 12).boxed().toList();
      List<Made> results = pool.map(Made::of, inputs, 5);
      assertEquals(inputs, results.stream().map(Made::value).toList());
      assertNoPidExceeds(3, results);
    }
  }

  @Test
  void p10RecyclingUnderABacklogNeverStalls() {
    try (Pool pool = Pool.open(recycling(2, 4))) {
      int[] sum = {0};
      try (ResultIterator<Made> results =
          pool.imapUnordered(Made::of, IntStream.rangeClosed(1, 40).boxed().toList())) {
        for (Made made : results) {
          sum[0] += made.value();
        }
      }
      assertEquals(820, sum[0]);
    }
  }

  @Test
  void p10ATaskThatFailsCountsAndABusyWorkerEndsItsTaskFirst() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    try (Pool pool = Pool.open(recycling(1, 2))) {
      Future<Object> failing =
          pool.submit(() -> {
            throw new IllegalStateException();
          });
      Future<Long> last =
          pool.submit(() -> {
            started.openThenPass(end);
            return ProcessHandle.current().pid();
          });
      Future<Long> other = pool.submit(() -> ProcessHandle.current().pid());
      started.awaitOpen();
      end.open();
      assertTrue(!last.get(60, SECONDS).equals(other.get(60, SECONDS)));
      assertEquals(Future.State.FAILED, failing.state());
    }
  }
}
