package io.procpool.contract;

import static io.procpool.contract.WhereItRan.HERE;
import static io.procpool.contract.WhereItRan.pid;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stages of {@link CompletableFuture} over a pool. */
@Timeout(120)
class StagesTest extends OverOneWorker {

  @Test
  void aStagesExceptionIsTheFunctionsOwnInACompletionException() {
    CompletableFuture<Integer> failing =
        CompletableFuture.supplyAsync(
            () -> {
              throw new IllegalArgumentException("no");
            },
            executor);
    CompletionException thrown = assertThrows(CompletionException.class, failing::join);
    assertEquals(IllegalArgumentException.class, thrown.getCause().getClass());
    CompletableFuture<Integer> next = failing.thenApplyAsync(x -> x + 1, executor);
    assertEquals("no", assertThrows(ExecutionException.class, next::get).getCause().getMessage());
    CompletableFuture<Object> composed =
        CompletableFuture.completedFuture("x")
            .thenComposeAsync(
                x -> CompletableFuture.failedFuture(new IOException(x + " there")), executor);
    assertEquals(
        "x there", assertThrows(ExecutionException.class, composed::get).getCause().getMessage());
  }

  @Test
  void whenCompleteAsyncSeesTheFailureAndPassesItOn() {
    Gate seen = Gate.in(directory, "seen");
    CompletableFuture<Integer> failing =
        CompletableFuture.<Integer>failedFuture(new IOException("disk"))
            .whenCompleteAsync(
                (value, e) -> {
                  if (value == null && e instanceof IOException) {
                    seen.open();
                  }
                },
                executor);
    assertEquals(
        "disk", assertThrows(ExecutionException.class, failing::get).getCause().getMessage());
    assertTrue(seen.isOpen());
  }

  @Test
  void stagesRunAfterOneAnother() throws Exception {
    CompletableFuture<List<Long>> stages =
        CompletableFuture.supplyAsync(() -> new ArrayList<>(List.of(pid())), executor)
            .thenApplyAsync(
                pids -> {
                  pids.add(pid());
                  return pids;
                },
                executor)
            .thenCombineAsync(
                CompletableFuture.supplyAsync(() -> pid(), executor),
                (pids, pid) -> {
                  pids.add(pid);
                  return List.copyOf(pids);
                },
                executor);
    List<Long> pids = stages.get(60, SECONDS);
    assertEquals(3, pids.size());
    assertFalse(pids.contains(HERE));
  }

  @Test
  void orTimeoutEndsTheFutureAndNotTheFunction() {
    Callable<Boolean> task = blocked();
    CompletableFuture<Boolean> future =
        CompletableFuture.supplyAsync(() -> unchecked(task), executor);
    begun.awaitOpen();
    future.orTimeout(1, MILLISECONDS);
    Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
    assertInstanceOf(TimeoutException.class, cause);
    assertFalse(interrupted.isOpen());
  }

  @Test
  void aSupplierWhoseFutureIsCancelledWhileItWaitsNeverRuns() throws Exception {
    Future<Boolean> running = executor.submit(blocked());
    begun.awaitOpen();
    Gate late = Gate.in(directory, "late");
    CompletableFuture<?> future = CompletableFuture.runAsync(late::open, executor);
    CompletableFuture<?> stage =
        CompletableFuture.completedFuture(late).thenAcceptAsync(Gate::open, executor);
    assertTrue(future.cancel(true));
    assertTrue(stage.cancel(false));
    end.open();
    assertTrue(running.get(60, SECONDS));
    assertNotEquals(HERE, executor.submit(() -> pid()).get(60, SECONDS));
    assertFalse(late.isOpen());
  }

  @Test
  void whatAStageCannotSendFailsItWithTheReason() {
    Thread captured = Thread.currentThread();
    assertThrows(
        RejectedExecutionException.class,
        () -> CompletableFuture.supplyAsync(() -> captured.getName(), executor));
    CompletableFuture<String> function =
        CompletableFuture.completedFuture(1).thenApplyAsync(_ -> captured.getName(), executor);
    assertInstanceOf(
        RejectedExecutionException.class,
        assertThrows(ExecutionException.class, function::get).getCause());
    CompletableFuture<String> argument =
        CompletableFuture.completedFuture(captured).thenApplyAsync(Thread::getName, executor);
    assertInstanceOf(
        NotSendableException.class,
        assertThrows(ExecutionException.class, argument::get).getCause());
    CompletableFuture<Thread> result = CompletableFuture.supplyAsync(Thread::new, executor);
    assertInstanceOf(
        NotSendableException.class, assertThrows(ExecutionException.class, result::get).getCause());
  }

  @Test
  void aFullQueueRejectsAStage() {
    try (Pool small = Pool.open(PoolOptions.defaults().withWorkers(1).withQueueCapacity(1))) {
      Callable<Boolean> task = blocked();
      List<CompletableFuture<Boolean>> taken = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        taken.add(CompletableFuture.supplyAsync(() -> unchecked(task), small));
      }
      assertThrows(
          RejectedExecutionException.class,
          () -> CompletableFuture.supplyAsync(() -> unchecked(task), small));
      end.open();
      taken.forEach(future -> assertTrue(future.join()));
    }
  }

  @Test
  void aPoolThatIsClosedEndsItsStages() {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    Pool pool = Pool.create(2);
    for (int i = 0; i < 200; i++) {
      int n = i;
      futures.add(CompletableFuture.supplyAsync(() -> n, pool));
    }
    pool.close();
    for (int i = 0; i < 200; i++) {
      assertEquals(i, futures.get(i).resultNow());
    }
    assertThrows(
        RejectedExecutionException.class, () -> CompletableFuture.supplyAsync(() -> 1, pool));
  }

  @Test
  void wrappersThatNobodyKnowsAreRefusedWithTheWayOut() {
    try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(executor, 8)) {
      RejectedExecutionException refused =
          assertThrows(RejectedExecutionException.class, () -> publisher.consume(_ -> {}));
      assertTrue(refused.getMessage().contains("toCompletableFuture()"), refused.getMessage());
    }
  }
}
