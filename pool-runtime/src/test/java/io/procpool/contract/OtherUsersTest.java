package io.procpool.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.Task;
import io.procpool.acceptance.Gate;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users of executors who hand them objects that are bound to this process: it must fail at the
 * call, and say what is wrong, rather than wait for ever for a copy's result.
 */
class OtherUsersTest {

  private static Pool pool;

  @BeforeAll
  static void openPool() {
    pool = Pool.create(1);
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  private static NotSendableException refuses(Runnable use) {
    NotSendableException refused = assertThrows(NotSendableException.class, use::run);
    assertEquals(1, pool.apply(() -> 1), "the pool works on");
    return refused;
  }

  @Test
  void completableFutureOverAPoolFailsAtTheCall() {
    NotSendableException refused = refuses(() -> CompletableFuture.supplyAsync(() -> 1, pool));
    assertTrue(refused.getMessage().contains("CompletableFuture"), refused.getMessage());
    refuses(() -> CompletableFuture.runAsync(() -> {}, pool));
  }

  @Test
  void aStageAskedToRunInAPoolFails() {
    CompletableFuture<Integer> stage =
        CompletableFuture.completedFuture(1).thenApplyAsync(x -> x + 1, pool);
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> stage.get(60, SECONDS));
    assertInstanceOf(NotSendableException.class, failed.getCause());
  }

  @Test
  void completableFutureOfAResultTakesItsPlace() throws Exception {
    CompletableFuture<Integer> sum =
        pool.applyAsync(() -> 40)
            .toCompletableFuture()
            .thenCombine(pool.applyAsync(() -> 2).toCompletableFuture(), Integer::sum);
    assertEquals(42, sum.get(60, SECONDS));
  }

  @Test
  void completionServiceOverAPoolFailsAtTheCall() {
    ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(pool);
    Task<Integer> task = () -> 1;
    NotSendableException refused = refuses(() -> service.submit(task));
    assertTrue(refused.getMessage().contains("ExecutorCompletionService"), refused.getMessage());
  }

  @Test
  void aFutureTaskFailsAtTheCall() {
    Task<Integer> task = () -> 1;
    NotSendableException refused = refuses(() -> pool.execute(new FutureTask<>(task)));
    assertTrue(refused.getMessage().contains("FutureTask"), refused.getMessage());
    refuses(() -> pool.submit(new FutureTask<>(task)));
  }

  @Test
  void aLambdaThatHoldsWhatCannotBeSentNamesThePathToIt() {
    ReentrantLock lock = new ReentrantLock();
    NotSendableException refused = refuses(() -> pool.submit(() -> lock.isLocked()));
    assertTrue(refused.getMessage().contains("ReentrantLock"), refused.getMessage());
  }

  @Test
  void aPoolServesAsAPlainExecutorOfWhatCanBeSent(@TempDir Path directory) {
    Executor executor = pool;
    Gate ran = Gate.in(directory, "ran");
    executor.execute((Runnable & Serializable) ran::open);
    ran.awaitOpen();
  }
}
