package io.procpool.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.WorkerDiedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** P6: a thousand tasks, and somebody who kills a worker at random every 50 ms. */
@Timeout(180)
final class P6KillerTest {

  private static final int TASKS = 1000;
  private static final int MAX_KILLS = 20;

  /** Above what any item can meet, so that none is given up. */
  private static final int RETRIES = MAX_KILLS + 1;

  @TempDir Path temp;

  @Test
  void withRetriesEveryResultIsRightAndOnlyWhatRanAtAKillRanAgain() throws Exception {
    String marks = temp.toString();
    try (Pool pool = Pool.open(options("retrying").withRetries(RETRIES));
        Killer killer = new Killer(pool, MAX_KILLS)) {
      List<Integer> inputs = IntStream.range(0, TASKS).boxed().toList();
      List<Integer> squares = pool.map(n -> Marks.square(marks, n), inputs);
      Set<Long> killed = killer.stop();
      assertEquals(inputs.stream().map(n -> n * n).toList(), squares);
      Marks.Runs runs = Marks.read(temp);
      assertEquals(TASKS, runs.items().size(), "each ran");
      assertEquals(List.of(), runs.repeatedThoughNotRunningAtAKill(killed));
      assertTrue(runs.count() - TASKS <= pool.statistics().retries(), () -> runs.count() + " runs");
      assertTrue(!killed.isEmpty(), "nobody was killed");
    }
  }

  @Test
  void withoutRetriesEveryFutureEndsWithItsResultOrItsWorkersDeath() throws Exception {
    String marks = temp.toString();
    try (Pool pool = Pool.open(options("mortal"));
        Killer killer = new Killer(pool, MAX_KILLS)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        results.add(pool.applyAsync(n -> Marks.square(marks, n), i));
      }
      List<WorkerDiedException> deaths = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        try {
          assertEquals(i * i, results.get(i).get(120, SECONDS));
        } catch (ExecutionException e) {
          deaths.add(assertInstanceOf(WorkerDiedException.class, e.getCause()));
        }
      }
      Set<Long> killed = killer.stop();
      deaths.forEach(death -> requireOneOf(killed, death));
      assertEquals(
          deaths.size(),
          deaths.stream().map(WorkerDiedException::pid).distinct().count(),
          "each death costs one task");
      Marks.Runs runs = Marks.read(temp);
      assertEquals(runs.items().size(), runs.count(), "no item ran twice");
      assertEquals(deaths.size(), pool.statistics().lostTasks());
    }
  }

  private static PoolOptions options(String name) {
    return PoolOptions.defaults().withName(name).withWorkers(3);
  }

  private static void requireOneOf(Set<Long> killed, WorkerDiedException death) {
    assertEquals(-9, death.exitCode());
    assertTrue(killed.contains(death.pid()), () -> death.pid() + " is not one of " + killed);
  }
}
