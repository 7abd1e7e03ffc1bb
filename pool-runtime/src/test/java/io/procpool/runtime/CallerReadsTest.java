package io.procpool.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.PoolStatistics.ExitReason;
import io.procpool.WorkerDiedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller that waits may read its result itself, in the place of the worker's reader. */
@Timeout(120)
class CallerReadsTest {

  @Test
  void betweenSynchronousCallsTheReaderRests() {
    try (Pool pool = open("resting", 1)) {
      callUntilTheReaderRests(pool);
      assertEquals(5, plusOne(pool, 4));
      await().atMost(60, SECONDS).until(() -> readerRests(pool));
    }
  }

  @Test
  void anAsynchronousCallCallsTheReader() throws Exception {
    try (Pool pool = open("called", 1)) {
      callUntilTheReaderRests(pool);
      assertEquals(5, pool.applyAsync(n -> n + 1, 4).get());
      await().atMost(60, SECONDS).until(() -> !readerRests(pool));
    }
  }

  @Test
  void aDeathWhileNobodyReadsIsNoticed() {
    try (Pool pool = open("deserted", 1)) {
      callUntilTheReaderRests(pool);
      Signals.KILL.send(pool.workers().getFirst().pid());
      await()
          .atMost(60, SECONDS)
          .until(() -> pool.statistics().workerExits().get(ExitReason.DIED) == 1);
      assertEquals(5, plusOne(pool, 4));
    }
  }

  /** The end of its process may come just as a reader goes to rest. */
  @Test
  void aPoolTerminatedRightAfterASynchronousCallEnds() throws Exception {
    for (int i = 0; i < 30; i++) {
      Pool pool = open("brief-" + i, 2);
      assertEquals(5, plusOne(pool, 4));
      pool.terminate();
      assertTrue(pool.awaitTermination(60, SECONDS), "round " + i);
    }
  }

  @Test
  void aDeathWhileTheCallerReadsFailsItsCall() {
    try (Pool pool = open("reading", 1)) {
      callUntilTheReaderRests(pool);
      assertThrows(
          WorkerDiedException.class,
          () ->
              pool.apply(() -> {
                Fault.KILL.strike();
                return 0;
              }));
      assertEquals(5, plusOne(pool, 4));
    }
  }

  @Test
  void aCallLongerThanACallerReadsEnds() throws Exception {
    try (Pool pool = open("long", 1)) {
      callUntilTheReaderRests(pool);
      int slept =
          pool.apply(
              millis -> {
                Thread.sleep(millis); // the task's own length
                return millis;
              },
              50);
      assertEquals(50, slept);
    }
  }

  @Test
  void everyKindOfCallFromManyThreadsEnds() throws Exception {
    Random seeds = Seeds.random();
    try (Pool pool = open("mixed", 2);
        ExecutorService callers = Executors.newFixedThreadPool(6)) {
      List<Callable<Integer>> each = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Random random = new Random(seeds.nextLong());
        each.add(() -> mixedCalls(pool, random));
      }
      for (Future<Integer> wrong : callers.invokeAll(each)) {
        assertEquals(0, wrong.get());
      }
    }
  }

  private static int mixedCalls(Pool pool, Random random) throws Exception {
    int wrong = 0;
    for (int i = 0; i < 1000; i++) {
      int n = i;
      int result =
          switch (random.nextInt(4)) {
            case 0 -> pool.map(x -> x + 1, List.of(n, n)).getLast();
            case 1 -> {
              AsyncResult<Integer> async = pool.applyAsync(x -> x + 1, n);
              yield async.get();
            }
            default -> plusOne(pool, n);
          };
      wrong += result == n + 1 ? 0 : 1;
    }
    return wrong;
  }

  private static int plusOne(Pool pool, int number) {
    return pool.apply(n -> n + 1, number);
  }

  private static Pool open(String name, int workers) {
    return Pool.open(PoolOptions.defaults().withName(name).withWorkers(workers));
  }

  private static void callUntilTheReaderRests(Pool pool) {
    await().atMost(60, SECONDS).until(() -> plusOne(pool, 4) == 5 && readerRests(pool));
  }

  private static boolean readerRests(Pool pool) {
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      if (each.getKey().getName().startsWith(pool.name() + "-reader-")) {
        for (StackTraceElement element : each.getValue()) {
          if (element.getMethodName().equals("rest")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
