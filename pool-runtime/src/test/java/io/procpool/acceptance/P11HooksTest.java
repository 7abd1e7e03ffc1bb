package io.procpool.acceptance;

import static io.procpool.acceptance.Exits.awaitExits;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.PoolStatistics.ExitReason;
import io.procpool.ResultIterator;
import io.procpool.SharedBarrier;
import io.procpool.WorkerInfo.State;
import io.procpool.WorkerStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P11: a failing initializer is a WorkerStartException with its cause, without a storm of starts;
 * an initializer runs once per worker, again in replacements; the finalizer runs on orderly
 * leaving.
 */
class P11HooksTest {

  @TempDir Path directory;

  /** A file to which each process that runs a hook adds a line with its pid. */
  record Register(String file) implements java.io.Serializable {

    void enter() {
      try {
        Files.writeString(
            Path.of(file),
            ProcessHandle.current().pid() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    List<Long> pids() throws IOException {
      return Files.exists(Path.of(file))
          ? Files.readAllLines(Path.of(file)).stream().map(Long::valueOf).toList()
          : List.of();
    }
  }

  private Register register(String name) {
    return new Register(directory.resolve(name).toString());
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static boolean allReady(Pool pool) {
    return pool.workers().stream().noneMatch(worker -> worker.state() == State.STARTING);
  }

  private static void kill(long pid) {
    assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
  }

  // ---- initializers that wait

  static void meet(SharedBarrier all) throws Exception {
    int _ = all.await(Gate.LIMIT);
  }

  @Test
  void p11InitializersOfMoreWorkersThanProcessorsMayWaitForEachOther() throws Exception {
    int workers = 2 * Runtime.getRuntime().availableProcessors() + 1;
    try (SharedBarrier all = SharedBarrier.create(workers);
        Pool pool =
            Pool.open(
                PoolOptions.defaults()
                    .withWorkers(workers)
                    .withInitializer(P11HooksTest::meet, all))) {
      assertEquals(1, pool.apply(() -> 1));
      await().atMost(Gate.LIMIT).until(() -> pool.workers().size() == workers && allReady(pool));
      assertEquals(workers, pool.statistics().workerStarts());
    }
  }

  // ---- failing initializers

  static void fail(String why) {
    throw new IllegalArgumentException(why);
  }

  @Test
  void p11AFailingInitializerBreaksThePoolWithItsCauseAndStartsAreFew() throws Exception {
    PoolOptions options =
        PoolOptions.defaults().withWorkers(2).withInitializer(P11HooksTest::fail, "no database");
    try (Pool pool = Pool.open(options)) {
      AsyncResult<Integer> early = pool.applyAsync(() -> 1);
      WorkerStartException broken =
          assertThrows(WorkerStartException.class, () -> pool.apply(() -> 2));
      IllegalArgumentException cause =
          assertInstanceOf(IllegalArgumentException.class, broken.getCause());
      assertEquals("no database", cause.getMessage());
      assertEquals(P11HooksTest.class.getName(), cause.getStackTrace()[0].getClassName());
      assertTrue(broken.getMessage().contains("no database"), broken.getMessage());
      assertTrue(broken.getMessage().contains(pool.name()), broken.getMessage());

      ExecutionException before = assertThrows(ExecutionException.class, early::get);
      assertInstanceOf(WorkerStartException.class, before.getCause());
      assertThrows(WorkerStartException.class, () -> pool.map(x -> x, List.of(1, 2)));
      try (ResultIterator<Integer> results = pool.imap(x -> x, List.of(1))) {
        assertThrows(WorkerStartException.class, results::next);
      }
      await().atMost(Gate.LIMIT).until(() -> pool.workers().isEmpty());
      assertTrue(pool.statistics().workerStarts() <= 5, pool.statistics().toString());
      assertEquals(
          pool.statistics().workerStarts(),
          pool.statistics().workerExits().get(ExitReason.START_FAILED));
    }
  }

  @Test
  void p11AnInitializerThatEndsItsProcessBreaksThePool() {
    PoolOptions options =
        PoolOptions.defaults().withWorkers(1).withInitializer(() -> System.exit(7));
    try (Pool pool = Pool.open(options)) {
      WorkerStartException broken =
          assertThrows(WorkerStartException.class, () -> pool.apply(() -> 2));
      assertTrue(broken.getMessage().contains("code 7"), broken.getMessage());
    }
  }

  @Test
  void p11AnInitializerThatFailsNowAndThenIsTriedAgain() throws Exception {
    Register tries = register("tries");
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(1)
            .withInitializer(() -> {
              tries.enter();
              if (tries.pids().size() < 3) {
                throw new IllegalStateException("try " + tries.pids().size());
              }
            });
    try (Pool pool = Pool.open(options)) {
      assertEquals(1, pool.apply(() -> 1));
      assertEquals(3, tries.pids().size());
      awaitExits(pool, ExitReason.START_FAILED, 2);
    }
  }

  @Test
  void p11AWorkingPoolWhoseReplacementsFailIsBrokenToo() throws Exception {
    Gate broken = Gate.in(directory, "broken");
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(1)
            .withInitializer(() -> {
              if (broken.isOpen()) {
                throw new IllegalStateException("from now on");
              }
            });
    try (Pool pool = Pool.open(options)) {
      long first = pool.apply(() -> pid());
      broken.open();
      kill(first);
      WorkerStartException told =
          assertThrows(
              WorkerStartException.class,
              () -> {
                while (true) {
                  pool.apply(() -> 1);
                }
              });
      assertEquals("from now on", told.getCause().getMessage());
    }
  }

  // ---- how often

  @Test
  void p11AnInitializerRunsOncePerWorkerAndAgainInReplacements() throws Exception {
    Register initialized = register("initialized");
    Register finalized = register("finalized");
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(2)
            .withInitializer(initialized::enter)
            .withFinalizer(finalized::enter);
    try (Pool pool = Pool.open(options)) {
      await().atMost(Gate.LIMIT).until(() -> allReady(pool));
      List<Long> first = initialized.pids();
      assertEquals(2, new HashSet<>(first).size());
      assertEquals(2, first.size());
      for (int i = 0; i < 20; i++) {
        assertTrue(first.contains(pool.apply(() -> pid())));
      }
      assertEquals(2, initialized.pids().size(), "tasks do not run it");
      kill(first.getFirst());
      await().atMost(Gate.LIMIT).until(() -> initialized.pids().size() == 3 && allReady(pool));
      assertFalse(first.contains(initialized.pids().getLast()));
      assertEquals(List.of(), finalized.pids(), "one that was killed does not leave orderly");
    }
    Set<Long> left = new HashSet<>(initialized.pids().subList(1, 3));
    assertEquals(left, new HashSet<>(finalized.pids()));
    assertEquals(2, finalized.pids().size());
  }

  @Test
  void p11TheFinalizerRunsWhenAWorkerIsRecycledIdleOrTooMuch() throws Exception {
    Register finalized = register("finalized");
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(2)
            .withMinWorkers(1)
            .withMaxTasksPerWorker(1)
            .withIdleTimeout(Duration.ofMillis(100))
            .withFinalizer(finalized::enter);
    try (Pool pool = Pool.open(options)) {
      long recycled = pool.apply(() -> pid());
      await().atMost(Gate.LIMIT).until(() -> finalized.pids().contains(recycled));
    }
    PoolOptions resized =
        PoolOptions.defaults().withWorkers(2).withFinalizer(register("resized")::enter);
    try (Pool pool = Pool.open(resized)) {
      await().atMost(Gate.LIMIT).until(() -> allReady(pool));
      pool.resize(1);
      await().atMost(Gate.LIMIT).until(() -> register("resized").pids().size() == 1);
      assertEquals(1, pool.apply(() -> 1));
    }
    assertEquals(2, register("resized").pids().size());
  }

  @Test
  void p11TerminateDoesNotWaitForFinalizers() throws Exception {
    Register finalized = register("finalized");
    Gate never = Gate.in(directory, "never");
    Pool pool =
        Pool.open(
            PoolOptions.defaults()
                .withWorkers(1)
                .withFinalizer(() -> {
                  finalized.enter();
                  never.pass();
                }));
    assertEquals(1, pool.apply(() -> 1));
    pool.terminate();
    pool.close();
    assertEquals(List.of(), finalized.pids());
  }

  @Test
  void p11AFinalizerThatHangsIsKilledAfterTheGraceTime() throws Exception {
    Register finalized = register("finalized");
    Gate never = Gate.in(directory, "never");
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(1)
            .withGraceTime(Duration.ofMillis(1500))
            .withFinalizer(() -> {
              finalized.enter();
              never.pass();
            });
    try (Pool pool = Pool.open(options)) {
      assertEquals(1, pool.apply(() -> 1));
    }
    assertEquals(1, finalized.pids().size());
    assertTrue(ProcessHandle.of(finalized.pids().getFirst()).isEmpty());
  }
}
