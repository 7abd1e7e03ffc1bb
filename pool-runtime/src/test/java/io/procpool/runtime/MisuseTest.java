package io.procpool.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.Task;
import io.procpool.TaskFunction;
import io.procpool.WorkerStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What callers get wrong is told at once and clearly, and costs nobody else anything. */
@Timeout(120)
final class MisuseTest {

  private static final TaskFunction<Integer, Integer> SAME = n -> n;
  private static final Task<Integer> FORTY_TWO = () -> 42;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = Pool.open(PoolOptions.defaults().withName("misused").withWorkers(1));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @Test
  void badOptionsAreRefusedWithTheirNameAndValue() {
    PoolOptions options = PoolOptions.defaults();
    Map<String, Executable> refused =
        Map.of(
            "workers=0", () -> Pool.create(0),
            "workers=-1", () -> options.withWorkers(-1),
            "minWorkers=3", () -> options.withWorkers(2).withMinWorkers(3),
            "retries=-1", () -> options.withRetries(-1),
            "maxHeapBytes=5", () -> options.withMaxHeapBytes(5),
            "taskTimeout=PT-1S", () -> options.withTaskTimeout(Duration.ofSeconds(-1)),
            "startTimeout=PT0S", () -> options.withStartTimeout(Duration.ZERO),
            "queueCapacity=0", () -> options.withQueueCapacity(0),
            "imapWindow=-1", () -> options.withImapWindow(-1),
            "maxTasksPerWorker=-1", () -> options.withMaxTasksPerWorker(-1));
    refused.forEach((message, call) -> {
      IllegalArgumentException why = assertThrows(IllegalArgumentException.class, call, message);
      assertTrue(why.getMessage().contains(message), why::getMessage);
    });
    assertThrows(IllegalArgumentException.class, () -> options.withName(""));
    assertThrows(NullPointerException.class, () -> options.withInitializer(null));
  }

  @Test
  void chunkSizesBelowOneAreRefused() {
    List<Executable> calls =
        List.of(
            () -> pool.map(SAME, List.of(1), 0),
            () -> pool.mapAsync(SAME, List.of(1), -1),
            () -> pool.imap(SAME, List.of(1), 0),
            () -> pool.imapUnordered(SAME, List.of(1), 0),
            () -> pool.starmap((a, b) -> a, Map.of(1, 1).entrySet(), 0));
    for (Executable call : calls) {
      assertThrows(IllegalArgumentException.class, call);
    }
    assertThrows(IllegalArgumentException.class, () -> pool.resize(0));
  }

  @Test
  void nullTasksAndInputsAreRefused() {
    List<Executable> calls =
        List.of(
            () -> pool.apply((Task<Integer>) null),
            () -> pool.applyAsync((Task<Integer>) null),
            () -> pool.map((TaskFunction<Integer, Integer>) null, List.of(1)),
            () -> pool.map(SAME, (Iterable<Integer>) null),
            () -> pool.imap(SAME, (Iterable<Integer>) null),
            () -> pool.starmap((a, b) -> a, null),
            () -> pool.applyAsync(FORTY_TWO).get((Duration) null));
    for (Executable call : calls) {
      assertThrows(NullPointerException.class, call);
    }
  }

  @Test
  void aClosedPoolTakesNothingAndSaysSo() throws Exception {
    Pool closed = Pool.open(PoolOptions.defaults().withName("closed").withWorkers(1));
    AsyncResult<Integer> before = closed.applyAsync(FORTY_TWO);
    ResultIterator<Integer> iterator = closed.imap(SAME, List.of(1, 2, 3));
    closed.shutdown();
    List<Executable> calls =
        List.of(
            () -> closed.apply(FORTY_TWO),
            () -> closed.applyAsync(SAME, 1),
            () -> closed.submit(FORTY_TWO),
            () -> closed.execute(() -> {}),
            () -> closed.map(SAME, List.of(1)),
            () -> closed.map(SAME, List.of()),
            () -> closed.mapAsync(SAME, List.of(1)),
            () -> closed.imap(SAME, List.of(1)),
            () -> closed.starmap((a, b) -> a, Map.of(1, 1).entrySet()),
            () -> closed.invokeAll(List.of(FORTY_TWO)),
            () -> closed.invokeAny(List.of(FORTY_TWO)),
            () -> closed.resize(2));
    for (Executable call : calls) {
      var refused = assertThrows(RejectedExecutionException.class, call);
      assertTrue(refused.getMessage().contains("pool closed was shut down"), refused::toString);
    }
    assertEquals(42, before.get(), "what it had it does");
    assertEquals(1, iterator.next(), "also what it has to take yet");
    closed.close();
    closed.close();
    assertTrue(closed.isTerminated());
    assertTrue(closed.awaitTermination(0, SECONDS));
    assertEquals(List.of(), closed.workers());
    assertEquals(List.of(), closed.shutdownNow());
  }

  @Test
  void aPoolThatTravelledToAWorkerRefusesEveryUse() throws Exception {
    Pool captured = pool;
    AsyncResult<Object> used = pool.applyAsync(() -> captured.apply(() -> 42));
    ExecutionException failure = assertThrows(ExecutionException.class, used::get);
    IllegalStateException refused =
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    assertTrue(
        refused.getMessage().contains("pool misused belongs to process "), refused::toString);
    String description = pool.apply(() -> captured.toString());
    assertTrue(description.contains("misused"), description);
    assertFalse(pool.isShutdown());
    ExecutionException closing =
        assertThrows(
            ExecutionException.class,
            pool.submit(() -> {
              captured.close();
              return 1;
            })
                ::get);
    assertInstanceOf(IllegalStateException.class, closing.getCause());
    assertEquals(42, pool.apply(FORTY_TWO));
  }

  @Test
  void jvmOptionsThatNoJvmTakesBreakThePool() {
    PoolOptions options =
        PoolOptions.defaults().withWorkers(1).withName("odd").withJvmOptions("-XX:NoSuchOption");
    try (Pool odd = Pool.open(options)) {
      var why = assertThrows(WorkerStartException.class, () -> odd.apply(FORTY_TWO));
      assertTrue(why.getMessage().contains("pool odd is broken"), why::toString);
      assertTrue(why.getMessage().contains("exited with code 1"), why::toString);
      assertTrue(why.getMessage().contains("it wrote: "), "the JVM's last lines: " + why);
      assertTrue(why.getMessage().contains("'NoSuchOption'"), "the JVM's last lines: " + why);
      assertTrue(why.getMessage().contains("correct the JVM options"), "advice: " + why);
      assertTrue(why.getMessage().contains("io.procpool.worker.WorkerMain"), "command: " + why);
    }
  }

  @Test
  void aWorkingDirectoryThatIsNotThereBreaksThePool(@TempDir Path temp) {
    PoolOptions options =
        PoolOptions.defaults().withWorkers(1).withWorkingDirectory(temp.resolve("none"));
    try (Pool nowhere = Pool.open(options)) {
      var why = assertThrows(WorkerStartException.class, () -> nowhere.apply(FORTY_TWO));
      assertTrue(why.getMessage().contains("none"), why::toString);
    }
  }
}
