package io.procpool.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.WorkerInfo.State;
import io.procpool.WorkerStartException;
import io.procpool.acceptance.Gate;
import io.procpool.acceptance.LogCapture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that do not start: when a pool waits, when it says so, and when it goes on. */
class FailingStartsTest {

  @TempDir Path directory;

  private final LogCapture log = new LogCapture();

  @AfterEach
  void releaseLog() {
    log.close();
  }

  /** Kills so many workers as soon as each is ready, one after the other. */
  private static void killReadyWorkers(Pool pool, int count) {
    Set<Long> killed = new HashSet<>();
    while (killed.size() < count) {
      await()
          .atMost(Gate.LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !killed.containsAll(Signals.pids(pool, State.IDLE)));
      for (long pid : Signals.pids(pool, State.IDLE)) {
        if (killed.add(pid)) {
          boolean _ = Signals.KILL.trySend(pid);
        }
      }
    }
  }

  @Test
  void killsOfReadyWorkersFromOutsideBreakNoPool() {
    try (Pool pool = Pool.create(1)) {
      killReadyWorkers(pool, 4);
      assertEquals(42, pool.apply(() -> 42));
      List<String> warnings = log.of(pool, Level.WARNING);
      assertEquals(1, warnings.size(), warnings.toString());
      assertTrue(warnings.getFirst().contains("SIGKILL"), warnings.getFirst());
      assertTrue(warnings.getFirst().contains("startRetry=PT30S"), warnings.getFirst());
      assertEquals(1, log.of(pool, Level.INFO).size(), log.records().toString());
    }
  }

  @Test
  void withoutRetriesKillsFromOutsideBreakAPoolAndSayByWhat() {
    PoolOptions options = PoolOptions.defaults().withWorkers(1).withStartRetry(Duration.ZERO);
    try (Pool pool = Pool.open(options)) {
      killReadyWorkers(pool, 3);
      await().atMost(Gate.LIMIT).until(() -> pool.workers().isEmpty());
      WorkerStartException broken =
          assertThrows(WorkerStartException.class, () -> pool.apply(() -> 42));
      assertTrue(broken.getMessage().contains("SIGKILL"), broken.getMessage());
      assertTrue(broken.getMessage().contains("a later call tries again"), broken.getMessage());
    }
  }

  private static void requireOpen(Gate gate) {
    if (!gate.isOpen()) {
      throw new IllegalStateException("no database");
    }
  }

  @Test
  void aBrokenPoolWorksAgainOnceItsInitializerDoes() {
    Gate database = Gate.in(directory, "database");
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(2)
            .withInitializer(FailingStartsTest::requireOpen, database);
    try (Pool pool = Pool.open(options)) {
      assertThrows(WorkerStartException.class, () -> pool.apply(() -> 1));
      database.open();
      await()
          .atMost(Gate.LIMIT)
          .ignoreException(WorkerStartException.class)
          .until(() -> pool.map(n -> n + 1, List.of(1, 2, 3)).equals(List.of(2, 3, 4)));
      await().atMost(Gate.LIMIT).until(() -> Signals.pids(pool, State.IDLE).size() == 2);
      assertEquals(List.of(), log.of(pool, Level.WARNING));
    }
  }
}
