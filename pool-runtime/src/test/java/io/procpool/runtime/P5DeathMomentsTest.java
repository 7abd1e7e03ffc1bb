package io.procpool.runtime;

import static io.procpool.acceptance.Exits.awaitExits;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.PoolStatistics.ExitReason;
import io.procpool.WorkerDiedException;
import io.procpool.WorkerInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** P5: a worker dies at moments when it is not, or not only, running a task. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class P5DeathMomentsTest {

  private static final int LARGE = 64 << 20;

  private final Pool pool = Pool.open(options("moments"));

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void whileIdleItCostsNothing() {
    long pid = pool.apply(() -> ProcessHandle.current().pid());
    awaitIdle(pid);
    Signals.KILL.send(pid);
    assertEquals(List.of(2, 3, 4), pool.map(n -> n + 1, List.of(1, 2, 3)));
    assertNotEquals(pid, pool.apply(() -> ProcessHandle.current().pid()));
  }

  @Test
  void whileStartingItCostsNothing(@TempDir Path temp) {
    String go = temp.resolve("go").toString();
    PoolOptions slow = options("slow").withInitializer(P5DeathMomentsTest::awaitFile, go);
    try (Pool starting = Pool.open(slow)) {
      AsyncResult<Integer> result = starting.applyAsync(() -> 42);
      await()
          .atMost(60, SECONDS)
          .until(() -> Files.exists(Path.of(go + "-awaited"))); // it runs the initializer
      long pid = Signals.pids(starting, WorkerInfo.State.STARTING).getFirst();
      Signals.KILL.send(pid);
      assertTrue(new java.io.File(go).mkdir());
      assertEquals(42, result.toCompletableFuture().join());
      awaitExits(starting, ExitReason.START_FAILED, 1);
    }
  }

  @Test
  void whileALargeArgumentIsWrittenToItTheTaskRunsElsewhere() throws Exception {
    long pid = pool.apply(() -> ProcessHandle.current().pid());
    awaitIdle(pid);
    Signals.stop(pid); // reads no more: the argument gets stuck halfway
    AsyncResult<Integer> result = pool.applyAsync(bytes -> bytes.length, new byte[LARGE]);
    await().atMost(60, SECONDS).until(() -> isWriting(pool));
    Signals.KILL.send(pid);
    assertEquals(LARGE, result.get());
    awaitExits(pool, ExitReason.DIED, 1);
  }

  @Test
  void whileItWritesALargeResultThatTaskFails() throws Exception {
    // The kill comes from another thread, and so may come when all is written: then once more.
    WorkerDiedException death = null;
    for (int tries = 0; death == null && tries < 50; tries++) {
      long pid = pool.apply(() -> ProcessHandle.current().pid());
      AsyncResult<byte[]> result =
          pool.applyAsync(() -> {
            LastMoments.killWhenTaskThreadIsIn("Outbox", "send");
            return new byte[LARGE];
          });
      AsyncResult<Integer> next = pool.applyAsync(() -> 42);
      try {
        assertEquals(LARGE, result.get().length);
        await().atMost(60, SECONDS).until(() -> ProcessHandle.of(pid).isEmpty());
      } catch (ExecutionException e) {
        death = assertInstanceOf(WorkerDiedException.class, e.getCause());
        assertEquals(pid, death.pid());
        assertEquals(-9, death.exitCode());
        assertEquals(42, next.toCompletableFuture().join());
      }
    }
    assertNotNull(death, "no kill came while the result was written");
    Map<ExitReason, Long> exits = pool.statistics().workerExits();
    assertEquals(0, exits.get(ExitReason.CORRUPT), "it was cut off in a frame, not garbled");
  }

  @Test
  void rightAfterItsLastResultThatResultArrives() throws Exception {
    for (int i = 0; i < 3; i++) {
      long pid = pool.apply(() -> ProcessHandle.current().pid());
      byte[] value = new byte[i * 100_000];
      Arrays.fill(value, (byte) i);
      AsyncResult<byte[]> result =
          pool.applyAsync(
              v -> {
                LastMoments.killWhenTaskThreadIsIn("FrameFeed", "next");
                return v;
              },
              value);
      assertArrayEquals(value, result.get());
      await().atMost(30, SECONDS).until(() -> ProcessHandle.of(pid).isEmpty());
    }
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void withUnsentResultsBehindTheOneThatKillsItThoseArrive() throws Exception {
    // Short tasks' results are held back for a moment: the last task ends the process within it.
    AsyncResult<List<Integer>> good = pool.mapAsync(n -> n, List.of(1, 2, 3), 3);
    AsyncResult<Integer> deadly =
        pool.applyAsync(() -> {
          Fault.KILL.strike();
          return 0;
        });
    assertEquals(List.of(1, 2, 3), good.get());
    deathOf(deadly);
    assertEquals(42, pool.apply(() -> 42));
  }

  private static PoolOptions options(String name) {
    return PoolOptions.defaults().withName(name).withWorkers(1);
  }

  private static void awaitFile(String file) throws Exception {
    boolean first = new java.io.File(file + "-awaited").mkdir();
    while (first && Files.notExists(Path.of(file))) {
      Thread.sleep(5);
    }
  }

  private void awaitIdle(long pid) {
    await()
        .atMost(30, SECONDS)
        .until(() -> Signals.pids(pool, WorkerInfo.State.IDLE).contains(pid));
  }

  static boolean isWriting(Pool pool) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(pool.name() + "-writer-"));
  }

  private static WorkerDiedException deathOf(AsyncResult<?> result) {
    ExecutionException failure = assertThrows(ExecutionException.class, result::get);
    return assertInstanceOf(WorkerDiedException.class, failure.getCause());
  }
}
