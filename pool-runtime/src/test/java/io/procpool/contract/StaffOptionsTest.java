package io.procpool.contract;

import static io.procpool.acceptance.Exits.awaitExits;
import static io.procpool.contract.WhereItRan.pid;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.PoolStatistics.ExitReason;
import io.procpool.TaskTimedOutException;
import io.procpool.Transport;
import io.procpool.WorkerDiedException;
import io.procpool.WorkerInfo;
import io.procpool.WorkerInfo.State;
import io.procpool.WorkerStartException;
import io.procpool.acceptance.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The options that say how many workers there are, when they come and when they go. */
class StaffOptionsTest {

  private static final PoolOptions ONE = PoolOptions.defaults().withWorkers(1);

  @TempDir Path directory;

  private static long ready(Pool pool) {
    return pool.workers().stream().filter(info -> info.state() == State.IDLE).count();
  }

  private static void awaitReady(Pool pool, long count) {
    await().atMost(Gate.LIMIT).until(() -> ready(pool) == count);
  }

  @Test
  void workersStartInTheBackgroundAsManyAtATimeAsThereAreProcessors() {
    try (Pool pool = Pool.create(3)) {
      int processors = Runtime.getRuntime().availableProcessors();
      assertEquals(Math.min(3, processors), pool.workers().size());
      awaitReady(pool, 3);
      Set<Integer> ids = new HashSet<>();
      pool.workers().forEach(info -> ids.add(info.id()));
      assertEquals(Set.of(0, 1, 2), ids);
    }
  }

  @Test
  void anIdlePoolShrinksToItsMinimumAndGrowsAgain() throws Exception {
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(3)
            .withMinWorkers(1)
            .withIdleTimeout(Duration.ofMillis(200));
    try (Pool pool = Pool.open(options)) {
      assertEquals(1, pool.workers().size(), "no more are started than are needed");
      for (int round = 0; round < 2; round++) {
        Gate end = Gate.in(directory, "end" + round);
        List<Gate> started = new ArrayList<>();
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          Gate begins = Gate.in(directory, "r" + round + "t" + i);
          started.add(begins);
          tasks.add(pool.submit(() -> begins.openThenPass(end)));
        }
        started.forEach(Gate::awaitOpen);
        assertEquals(3, pool.workers().size());
        end.open();
        for (Future<?> task : tasks) {
          task.get(60, SECONDS);
        }
        awaitReady(pool, 1);
      }
      await()
          .atMost(Gate.LIMIT)
          .until(() -> pool.statistics().workerExits().get(ExitReason.IDLE) == 4);
    }
  }

  @Test
  void withoutAMinimumNoWorkerIsKept() throws Exception {
    PoolOptions options = ONE.withMinWorkers(0).withIdleTimeout(Duration.ofMillis(100));
    try (Pool pool = Pool.open(options)) {
      assertEquals(List.of(), pool.workers());
      long first = pool.apply(() -> pid());
      await().atMost(Gate.LIMIT).until(() -> pool.workers().isEmpty());
      assertTrue(first != pool.apply(() -> pid()));
    }
  }

  @Test
  void idleWorkersOfAPoolWithSparesRehearseAndThenRunTasks() throws Exception {
    PoolOptions options =
        ONE.withSpareWorkers(1)
            .withJvmOptions("-Xlog:class+load:file=" + directory.resolve("loaded-%p.txt"));
    try (Pool pool = Pool.open(options)) {
      awaitReady(pool, 2);
      for (WorkerInfo worker : pool.workers()) {
        Path log = directory.resolve("loaded-" + worker.pid() + ".txt");
        await().atMost(Gate.LIMIT).until(() -> Files.readString(log).contains("Rehearsal$$Lambda"));
      }
      assertEquals(List.of(2, 3), pool.map(x -> x + 1, List.of(1, 2)));
      assertEquals(2, pool.workers().size(), "a rehearsal ends no worker");
    }
  }

  @Test
  void aSpareWorkerTakesTheKilledOnesPlaceAtOnce() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    try (Pool pool = Pool.open(ONE.withSpareWorkers(1))) {
      awaitReady(pool, 2);
      Future<?> victim = pool.submit(() -> started.openThenPass(end));
      started.awaitOpen();
      Set<Long> startedBefore = new HashSet<>();
      pool.workers().forEach(info -> startedBefore.add(info.pid()));
      WorkerInfo busy =
          pool.workers().stream().filter(i -> i.state() == State.BUSY).findAny().orElseThrow();
      Future<Long> next = pool.submit(() -> pid());
      ProcessHandle.of(busy.pid()).orElseThrow().destroyForcibly();
      ExecutionException lost = assertThrows(ExecutionException.class, victim::get);
      assertInstanceOf(WorkerDiedException.class, lost.getCause());
      long successor = next.get(60, SECONDS);
      assertTrue(startedBefore.contains(successor), "it was there before the death");
      awaitReady(pool, 2);
    }
  }

  @Test
  void aSpareWorkerIsNoFurtherWorker() throws Exception {
    Gate end = Gate.in(directory, "end");
    try (Pool pool = Pool.open(ONE.withSpareWorkers(1))) {
      awaitReady(pool, 2);
      Gate first = Gate.in(directory, "first");
      Gate second = Gate.in(directory, "second");
      Future<?> one = pool.submit(() -> first.openThenPass(end));
      first.awaitOpen();
      Future<?> two = pool.submit(() -> second.openThenPass(end));
      assertEquals(1, pool.statistics().activeWorkers());
      assertEquals(1, pool.statistics().maxWorkers());
      end.open();
      one.get(60, SECONDS);
      two.get(60, SECONDS);
    }
  }

  @Test
  void aWorkerThatIsNotReadyInTimeFailsToStart() {
    Gate never = Gate.in(directory, "never");
    PoolOptions options =
        ONE.withStartTimeout(Duration.ofMillis(1500)).withInitializer(never::pass);
    try (Pool pool = Pool.open(options)) {
      WorkerStartException broken =
          assertThrows(WorkerStartException.class, () -> pool.apply(() -> 1));
      assertTrue(broken.getMessage().contains("1500 ms"), broken.getMessage());
      assertTrue(pool.statistics().workerExits().get(ExitReason.START_FAILED) >= 3);
    }
  }

  @Test
  void aWorkingDirectoryThatIsNotThereFailsTheStart() {
    Path nowhere = directory.resolve("nowhere");
    try (Pool pool = Pool.open(ONE.withWorkingDirectory(nowhere))) {
      WorkerStartException broken =
          assertThrows(WorkerStartException.class, () -> pool.apply(() -> 1));
      assertTrue(broken.getMessage().contains(nowhere.toString()), broken.getMessage());
    }
  }

  @Test
  void aJvmOptionThatDoesNotExistFailsTheStart() {
    try (Pool pool = Pool.open(ONE.withJvmOptions("-XX:+NoSuchOptionAtAll"))) {
      WorkerStartException broken =
          assertThrows(WorkerStartException.class, () -> pool.apply(() -> 1));
      assertTrue(broken.getMessage().contains("exited with code 1"), broken.getMessage());
      assertThrows(WorkerStartException.class, () -> pool.map(x -> x, List.of(1)));
    }
  }

  @Test
  void aWorkerThatHasGrownTooLargeIsReplacedBetweenTasks() {
    long limit = 150L << 20;
    try (Pool pool = Pool.open(ONE.withMaxWorkerMemory(limit).withMaxHeapBytes(900L << 20))) {
      long pid = pool.apply(() -> pid());
      assertEquals(pid, pool.apply(() -> pid()), "small as it is, it stays");
      assertEquals(pid, pool.apply(StaffOptionsTest::grow, (int) (limit * 2)));
      await().atMost(Gate.LIMIT).until(() -> pool.apply(() -> pid()) != pid);
      awaitExits(pool, ExitReason.RECYCLED, 1);
      assertEquals(0, pool.statistics().lostTasks());
    }
  }

  private static long grow(int bytes) {
    byte[] touched = new byte[bytes];
    for (int i = 0; i < bytes; i += 4096) {
      touched[i] = 1;
    }
    return touched[bytes / 2] == 1 ? pid() : 0;
  }

  @Test
  void maxTasksPerWorkerReplacesAWorkerAfterThatMany() {
    try (Pool pool = Pool.open(ONE.withMaxTasksPerWorker(2))) {
      List<Long> pids = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        pids.add(pool.apply(() -> pid()));
      }
      assertEquals(3, new HashSet<>(pids).size(), pids.toString());
      assertEquals(pids.get(0), pids.get(1));
      assertEquals(pids.get(4), pids.get(5));
    }
  }

  @Test
  void taskTimeoutStopsATaskAndRetriesDoNotRepeatIt() {
    PoolOptions options = ONE.withTaskTimeout(Duration.ofSeconds(3)).withRetries(2);
    try (Pool pool = Pool.open(options)) {
      Gate never = Gate.in(directory, "never");
      TaskTimedOutException stopped =
          assertThrows(TaskTimedOutException.class, () -> pool.apply(never::pass));
      assertTrue(stopped.getMessage().contains("taskTimeout=PT3S"), stopped.getMessage());
      assertEquals(1, pool.apply(() -> 1));
      assertEquals(0, pool.statistics().retries());
    }
  }

  @Test
  void retriesRunATaskAgainAfterItsWorkersDeath() {
    Gate died = Gate.in(directory, "died");
    try (Pool pool = Pool.open(ONE.withRetries(1))) {
      assertEquals(
          "second time",
          pool.apply(() -> {
            if (!died.isOpen()) {
              died.open();
              Runtime.getRuntime().halt(3);
            }
            return "second time";
          }));
      assertEquals(1, pool.statistics().retries());
      WorkerDiedException died2 =
          assertThrows(
              WorkerDiedException.class,
              () ->
                  pool.apply(() -> {
                    Runtime.getRuntime().halt(4);
                    return 0;
                  }));
      assertEquals(4, died2.exitCode());
      assertTrue(died2.getMessage().contains("deaths=2"), died2.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void everyTransportCarriesTasksAndTellsOfDeaths(Transport transport) {
    try (Pool pool = Pool.open(ONE.withTransport(transport))) {
      List<Integer> inputs = java.util.stream.IntStream.range(0, 1000).boxed().toList();
      assertEquals(inputs, pool.map(x -> x, inputs));
      byte[] large = pool.apply(size -> new byte[size], 5_000_000);
      assertEquals(5_000_000, large.length);
      int length = pool.apply(bytes -> bytes.length, large);
      assertEquals(large.length, length);
      WorkerDiedException died =
          assertThrows(
              WorkerDiedException.class,
              () ->
                  pool.apply(() -> new ProcessBuilder("kill", "-9", "" + pid()).start().waitFor()));
      assertEquals(-9, died.exitCode());
      assertEquals(2, pool.apply(() -> 2));
    }
  }
}
