package io.procpool.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Transport;
import io.procpool.acceptance.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A caller that is interrupted harms no other. */
@Timeout(120)
class CallersTroubleTest {

  /** A pool that keeps no idle worker, so that calls start some. */
  private static final PoolOptions LEAVING =
      PoolOptions.defaults().withWorkers(2).withMinWorkers(0).withIdleTimeout(Duration.ofMillis(1));

  private static void awaitNoWorker(Pool pool) {
    await().atMost(Gate.LIMIT).until(() -> pool.workers().isEmpty());
  }

  /** Runs the call in a thread that is interrupted already, and stays so. */
  private static <T> T interrupted(Call<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          Thread.currentThread().interrupt();
          try {
            T value = call.call();
            assertTrue(Thread.currentThread().isInterrupted(), "no longer interrupted");
            answer.complete(value);
          } catch (Throwable e) {
            answer.completeExceptionally(e);
          }
        });
    return answer.join();
  }

  private interface Call<T> {
    T call() throws Exception;
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void anInterruptedThreadCanSubmitToAPoolWhoseWorkersHaveLeft(Transport transport)
      throws Exception {
    try (Pool pool = Pool.open(LEAVING.withTransport(transport))) {
      for (int i = 0; i < 3; i++) {
        awaitNoWorker(pool);
        AsyncResult<Integer> result = interrupted(() -> pool.submit(() -> 42));
        assertEquals(42, result.get());
        awaitNoWorker(pool);
        AsyncResult<List<Integer>> results =
            interrupted(() -> pool.mapAsync(n -> n + 1, List.of(1, 2, 3)));
        assertEquals(List.of(2, 3, 4), results.get());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aPoolOpenedByAnInterruptedThreadWorks(Transport transport) {
    PoolOptions options = PoolOptions.defaults().withWorkers(2).withTransport(transport);
    try (Pool pool = interrupted(() -> Pool.open(options))) {
      assertEquals(List.of(2, 3, 4), pool.map(n -> n + 1, List.of(1, 2, 3)));
    }
  }

  @Test
  void anInterruptedThreadThatWaitsCancelsItsCallAndNoOther() throws Exception {
    try (Pool pool = Pool.open(LEAVING)) {
      awaitNoWorker(pool);
      AsyncResult<Integer> others = pool.submit(() -> 42);
      Throwable applied =
          interrupted(() -> assertThrows(CancellationException.class, () -> pool.apply(() -> 1)));
      assertEquals(CancellationException.class, applied.getClass());
      Throwable mapped =
          interrupted(() ->
              assertThrows(
                  CancellationException.class, () -> pool.map(n -> n + 1, List.of(1, 2, 3))));
      assertEquals(CancellationException.class, mapped.getClass());
      assertEquals(42, others.get());
      assertEquals(List.of(2, 3, 4), pool.map(n -> n + 1, List.of(1, 2, 3)));
    }
  }

  @Test
  void anInterruptedThreadCanEndAPool() throws Exception {
    Pool pool = Pool.create(2);
    AsyncResult<Integer> result = pool.submit(() -> 42);
    boolean shutdown =
        interrupted(() -> {
          pool.shutdown();
          return pool.isShutdown();
        });
    assertTrue(shutdown);
    assertEquals(42, result.get());
    await().atMost(Gate.LIMIT).until(pool::isTerminated);
  }
}
