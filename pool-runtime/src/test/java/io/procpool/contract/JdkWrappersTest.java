package io.procpool.contract;

import static io.procpool.contract.WhereItRan.HERE;
import static io.procpool.contract.WhereItRan.pid;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.WorkerDiedException;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The JDK's futures over a pool: they end here as they do over threads, and the functions run in
 * workers.
 */
@Timeout(120)
class JdkWrappersTest extends OverOneWorker {

  // ---- FutureTask

  @Test
  void aFutureTasksDoneIsCalledHere() throws Exception {
    AtomicLong doneIn = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    FutureTask<Long> task =
        new FutureTask<>(() -> pid()) {
          @Override
          protected void done() {
            doneIn.set(pid());
            done.countDown();
          }
        };
    executor.execute(task);
    assertNotEquals(HERE, task.get());
    assertTrue(done.await(60, SECONDS));
    assertEquals(HERE, doneIn.get());
  }

  @Test
  void aFutureTaskFailsWithTheFunctionsException() {
    FutureTask<Long> task =
        new FutureTask<>(() -> {
          throw new IOException("disk");
        });
    executor.execute(task);
    Throwable cause = assertThrows(ExecutionException.class, task::get).getCause();
    assertEquals(IOException.class, cause.getClass());
    assertEquals("disk", cause.getMessage());
  }

  @Test
  void aFutureTaskFailsWithAnError() {
    FutureTask<Long> task =
        new FutureTask<>(() -> {
          throw new AssertionError("wrong");
        });
    executor.execute(task);
    assertInstanceOf(
        AssertionError.class, assertThrows(ExecutionException.class, task::get).getCause());
  }

  @Test
  void aFutureTaskWhoseWorkerDiesFails() {
    FutureTask<?> task = new FutureTask<>(() -> Runtime.getRuntime().halt(3), null);
    executor.execute(task);
    assertInstanceOf(
        WorkerDiedException.class, assertThrows(ExecutionException.class, task::get).getCause());
  }

  @Test
  void aFutureTaskGivesTheVeryResultItWasMadeWith() throws Exception {
    Object result = new Object();
    FutureTask<Object> task = new FutureTask<>(() -> {}, result);
    executor.execute(task);
    assertSame(result, task.get());
  }

  @Test
  void cancelInterruptsTheFunctionOfAFutureTask() {
    FutureTask<Boolean> task = new FutureTask<>(blocked());
    executor.execute(task);
    begun.awaitOpen();
    assertTrue(task.cancel(true));
    interrupted.awaitOpen();
    assertThrows(CancellationException.class, task::get);
  }

  @Test
  void cancelWithoutInterruptLetsTheFunctionOfAFutureTaskGoOn() throws Exception {
    Gate after = Gate.in(directory, "after");
    Gate begins = begun;
    Gate ends = end;
    FutureTask<?> task =
        new FutureTask<>(() -> {
          boolean _ = begins.openThenPass(ends);
          after.open();
          return null;
        });
    executor.execute(task);
    begun.awaitOpen();
    assertTrue(task.cancel(false));
    end.open();
    after.awaitOpen();
    assertTrue(task.isCancelled());
  }

  @Test
  void aFutureTaskThatIsCancelledWhileItWaitsNeverRuns() throws Exception {
    Future<Boolean> running = executor.submit(blocked());
    begun.awaitOpen();
    Gate late = Gate.in(directory, "late");
    FutureTask<?> withInterrupt = new FutureTask<>(late::open, null);
    FutureTask<?> without = new FutureTask<>(late::open, null);
    executor.execute(withInterrupt);
    executor.execute(without);
    assertTrue(withInterrupt.cancel(true));
    assertTrue(without.cancel(false));
    await().atMost(Gate.LIMIT).until(() -> ((Pool) executor).statistics().queuedTasks() == 0);
    end.open();
    assertTrue(running.get(60, SECONDS));
    assertNotEquals(HERE, executor.submit(() -> pid()).get(60, SECONDS));
    assertFalse(late.isOpen());
  }

  @Test
  void aFutureTaskThatWasCancelledBeforeIsNotSent() throws Exception {
    Gate late = Gate.in(directory, "late");
    FutureTask<?> task = new FutureTask<>(late::open, null);
    assertTrue(task.cancel(false));
    executor.execute(task);
    assertNotEquals(HERE, executor.submit(() -> pid()).get(60, SECONDS));
    assertFalse(late.isOpen());
  }

  @Test
  void aTimeoutLeavesAFutureTaskAlone() throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(blocked());
    executor.execute(task);
    assertThrows(TimeoutException.class, () -> task.get(1, MILLISECONDS));
    end.open();
    assertTrue(task.get(60, SECONDS));
  }

  @Test
  void aFutureTaskThatRunsAgainIsToldThatItCannot() {
    class Again extends FutureTask<Long> {
      Again() {
        super(() -> pid());
      }

      @Override
      public void run() {
        if (runAndReset()) {
          super.run();
        }
      }
    }

    Again task = new Again();
    executor.execute(task);
    Throwable cause = assertThrows(ExecutionException.class, task::get).getCause();
    assertTrue(cause.getMessage().contains("Pool.scheduled()"), cause.getMessage());
  }

  @Test
  void whatAFutureTaskCannotSendIsRefusedAndTheTaskIsWhole() throws Exception {
    Thread captured = Thread.currentThread();
    FutureTask<String> task = new FutureTask<>(() -> captured.getName());
    RejectedExecutionException refused =
        assertThrows(RejectedExecutionException.class, () -> executor.execute(task));
    assertInstanceOf(NotSendableException.class, refused.getCause());
    task.run();
    assertEquals(captured.getName(), task.get());
  }

  @Test
  void cancelOfASubmittedFutureTaskCancelsIt() {
    FutureTask<Boolean> task = new FutureTask<>(blocked());
    Future<?> submitted = executor.submit(task);
    begun.awaitOpen();
    assertTrue(submitted.cancel(true));
    interrupted.awaitOpen();
    assertTrue(task.isCancelled());
  }

  @Test
  void shutdownNowEndsFutureTasks() {
    FutureTask<Boolean> running = new FutureTask<>(blocked());
    FutureTask<Boolean> waiting = new FutureTask<>(() -> true);
    executor.execute(running);
    executor.execute(waiting);
    begun.awaitOpen();
    assertEquals(1, executor.shutdownNow().size());
    for (FutureTask<Boolean> task : List.of(running, waiting)) {
      Throwable cause =
          assertThrows(ExecutionException.class, () -> task.get(60, SECONDS)).getCause();
      assertInstanceOf(CancellationException.class, cause);
    }
  }

  // ---- ExecutorCompletionService

  @Test
  void completionsComeInTheOrderOfEnds() throws Exception {
    try (ExecutorService two = Pool.create(2)) {
      CompletionService<Integer> completion = new ExecutorCompletionService<>(two);
      Callable<Boolean> first = blocked();
      Future<Integer> slow =
          completion.submit(() -> {
            boolean _ = first.call();
            return 1;
          });
      begun.awaitOpen();
      Future<Integer> quick = completion.submit(() -> 2);
      assertSame(quick, completion.poll(60, SECONDS));
      end.open();
      assertSame(slow, completion.take());
      assertEquals(1, slow.resultNow());
    }
  }

  @Test
  void aFailureIsACompletionToo() throws Exception {
    CompletionService<Integer> completion = new ExecutorCompletionService<>(executor);
    Future<Integer> _ =
        completion.submit(() -> {
          throw new IOException("disk");
        });
    Future<Integer> failed = completion.take();
    assertEquals("disk", failed.exceptionNow().getMessage());
  }

  @Test
  void cancelOfACompletionInterruptsItsFunction() throws Exception {
    CompletionService<Boolean> completion = new ExecutorCompletionService<>(executor);
    Future<Boolean> future = completion.submit(blocked());
    begun.awaitOpen();
    assertTrue(future.cancel(true));
    interrupted.awaitOpen();
    assertTrue(completion.take().isCancelled());
  }

  @Test
  void thousandsAtOnceAllEnd() throws Exception {
    List<CompletableFuture<Integer>> stages = new ArrayList<>();
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    CompletionService<Integer> completion = new ExecutorCompletionService<>(executor);
    for (int i = 0; i < 2_000; i++) {
      int n = i;
      stages.add(
          CompletableFuture.supplyAsync(() -> n, executor).thenApplyAsync(x -> x + 1, executor));
      FutureTask<Integer> task = new FutureTask<>(() -> n);
      executor.execute(task);
      tasks.add(task);
      Future<Integer> _ = completion.submit(() -> n);
    }
    Set<Integer> completed = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      assertEquals(i + 1, stages.get(i).get(60, SECONDS));
      assertEquals(i, tasks.get(i).get(60, SECONDS));
      completed.add(completion.poll(60, SECONDS).get());
    }
    assertEquals(Set.copyOf(IntStream.range(0, 2_000).boxed().toList()), completed);
  }
}
