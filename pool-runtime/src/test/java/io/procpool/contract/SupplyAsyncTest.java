package io.procpool.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Pool#supplyAsync}. */
class SupplyAsyncTest {

  private static Pool pool;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    pool = Pool.create(1);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @Test
  void theTaskRunsInAWorkerAndItsStagesHere() throws Exception {
    long here = ProcessHandle.current().pid();
    CompletableFuture<Long> there = pool.supplyAsync(() -> ProcessHandle.current().pid());
    CompletableFuture<Long> stage = there.thenApply(_ -> ProcessHandle.current().pid());
    assertNotEquals(here, there.get(60, SECONDS));
    assertEquals(here, stage.get(60, SECONDS));
  }

  @Test
  void itsExceptionIsTheTasksOwn() {
    CompletableFuture<Integer> future =
        pool.supplyAsync(() -> {
          throw new IOException("no");
        });
    Throwable cause =
        assertThrows(ExecutionException.class, () -> future.get(60, SECONDS)).getCause();
    assertInstanceOf(IOException.class, cause);
    assertEquals("no", cause.getMessage());
  }

  @Test
  void cancelInterruptsTheTask() {
    Gate begun = Gate.in(directory, "begun");
    Gate never = Gate.in(directory, "never");
    Gate interrupted = Gate.in(directory, "interrupted");
    CompletableFuture<Boolean> future =
        pool.supplyAsync(() -> {
          try {
            return begun.openThenPass(never);
          } catch (InterruptedException e) {
            interrupted.open();
            throw e;
          }
        });
    begun.awaitOpen();
    assertTrue(future.cancel(false));
    interrupted.awaitOpen();
    assertThrows(CancellationException.class, future::join);
  }

  @Test
  void aPoolThatWasShutDownRejectsIt() {
    Pool other = Pool.create(1);
    other.close();
    assertThrows(RejectedExecutionException.class, () -> other.supplyAsync(() -> 1));
  }
}
