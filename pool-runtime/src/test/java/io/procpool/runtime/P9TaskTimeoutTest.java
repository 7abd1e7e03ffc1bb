package io.procpool.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolException;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.TaskTimedOutException;
import io.procpool.WorkerInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** P9: a task over its time is interrupted, then killed with its worker; only that task fails. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class P9TaskTimeoutTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** One worker, so that whatever is stopped is the only process there is. */
  private static final PoolOptions OPTIONS =
      PoolOptions.defaults().withWorkers(1).withTaskTimeout(TIMEOUT);

  private static Pool patient() {
    return Pool.open(OPTIONS.withName("patient").withGraceTime(Duration.ofSeconds(60)));
  }

  private static Pool strict() {
    return Pool.open(OPTIONS.withName("strict").withGraceTime(Duration.ofMillis(200)));
  }

  @Test
  void aTaskThatHeedsTheInterruptKeepsItsWorker(@TempDir Path temp) throws Exception {
    try (Pool pool = patient()) {
      Path cleaned = temp.resolve("cleaned");
      String mark = cleaned.toString();
      long pid = pidOf(pool);
      AsyncResult<String> late = pool.applyAsync(() -> sleepAndCleanUp(mark));
      AsyncResult<Integer> next = pool.applyAsync(() -> 42);
      requireTimedOut(late);
      assertEquals(42, next.get());
      assertTrue(Files.exists(cleaned));
      assertEquals(pid, pidOf(pool));
    }
  }

  @Test
  void whatATaskReturnsAfterTheInterruptDoesNotCount() {
    try (Pool pool = patient()) {
      AsyncResult<String> late =
          pool.applyAsync(() -> {
            try {
              Thread.sleep(Long.MAX_VALUE);
              return "slept";
            } catch (InterruptedException e) {
              return "woken";
            }
          });
      requireTimedOut(late);
    }
  }

  @Test
  void aTaskDeafToInterruptsIsKilledAfterTheGraceTime() throws Exception {
    try (Pool pool = strict()) {
      long pid = pidOf(pool);
      AsyncResult<Void> deaf = pool.applyAsync(P9TaskTimeoutTest::runForEver);
      AsyncResult<Integer> next = pool.applyAsync(() -> 42);
      requireTimedOut(deaf);
      assertEquals(42, next.get());
      assertNotEquals(pid, pidOf(pool));
      await().atMost(30, SECONDS).until(() -> ProcessHandle.of(pid).isEmpty());
    }
  }

  @Test
  void aTaskThatStopsItsProcessIsKilled() throws Exception {
    try (Pool pool = strict()) {
      long pid = pidOf(pool);
      AsyncResult<Void> stopped = pool.applyAsync(P9TaskTimeoutTest::stopThisProcess);
      AsyncResult<Integer> next = pool.applyAsync(() -> 42);
      requireTimedOut(stopped);
      assertEquals(42, next.get());
      assertNotEquals(pid, pidOf(pool));
    }
  }

  @Test
  void aWorkerStoppedWhileIdleIsReplacedAndCostsNoTask() throws Exception {
    try (Pool pool = strict()) {
      long pid = pidOf(pool);
      await()
          .atMost(30, SECONDS)
          .until(() -> Signals.pids(pool, WorkerInfo.State.IDLE).contains(pid));
      Signals.stop(pid);
      assertEquals(List.of(2, 3, 4), pool.map(n -> n + 1, List.of(1, 2, 3)));
      assertNotEquals(pid, pidOf(pool));
    }
  }

  @Test
  void inAChunkOnlyTheLateItemFails() {
    try (Pool pool = strict()) {
      List<Integer> late = new ArrayList<>();
      try (ResultIterator<Integer> results =
          pool.imap(P9TaskTimeoutTest::sleepIfThree, List.of(0, 1, 2, 3, 4, 5, 6, 7), 8)) {
        for (int i = 0; i < 8; i++) {
          try {
            assertEquals(i, results.next());
          } catch (PoolException e) {
            assertInstanceOf(TaskTimedOutException.class, e);
            late.add(i);
          }
        }
      }
      assertEquals(List.of(3), late);
    }
  }

  @Test
  void retriesDoNotRepeatATimedOutTask(@TempDir Path temp) throws Exception {
    String log = temp.resolve("log").toString();
    PoolOptions options = OPTIONS.withGraceTime(Duration.ofMillis(100)).withRetries(5);
    try (Pool pool = Pool.open(options)) {
      AsyncResult<Void> deaf =
          pool.applyAsync(() -> {
            Files.writeString(Path.of(log), "x", java.nio.file.StandardOpenOption.CREATE_NEW);
            return runForEver();
          });
      requireTimedOut(deaf);
      assertEquals(42, pool.apply(() -> 42));
    }
  }

  private static String sleepAndCleanUp(String mark) throws Exception {
    try {
      Thread.sleep(Long.MAX_VALUE);
      return "slept";
    } catch (InterruptedException e) {
      Thread.sleep(300); // cleaning up takes time, and is not interrupted again
      Files.createFile(Path.of(mark));
      throw e;
    }
  }

  private static Void runForEver() {
    Fault.ENDLESS.strike();
    return null;
  }

  private static Void stopThisProcess() {
    Signals.STOP.send(ProcessHandle.current().pid());
    return runForEver(); // for as long as it takes the signal to have its effect
  }

  private static int sleepIfThree(int n) {
    if (n == 3) {
      Fault.ENDLESS.strike();
    }
    return n;
  }

  private static long pidOf(Pool pool) {
    return pool.apply(() -> ProcessHandle.current().pid());
  }

  private static void requireTimedOut(AsyncResult<?> result) {
    ExecutionException failure = assertThrows(ExecutionException.class, result::get);
    TaskTimedOutException why = assertInstanceOf(TaskTimedOutException.class, failure.getCause());
    assertTrue(why.getMessage().contains("taskTimeout=" + TIMEOUT), why::toString);
  }
}
