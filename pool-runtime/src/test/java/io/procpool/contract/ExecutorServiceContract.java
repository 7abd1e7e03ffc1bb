package io.procpool.contract;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link ExecutorService} promises, whether its threads are threads or processes; used
 * by that type alone.
 */
abstract class ExecutorServiceContract {

  @TempDir Path directory;

  private ExecutorService executor;
  private Gate started;
  private Gate end;

  /** A new one that runs so many tasks at once. */
  abstract ExecutorService create(int threads);

  @BeforeEach
  void open() {
    executor = create(1);
    started = Gate.in(directory, "started");
    end = Gate.in(directory, "end");
  }

  @AfterEach
  void close() {
    end.open();
    executor.close();
  }

  private static Callable<Integer> square(int number) {
    Task<Integer> task = () -> number * number;
    return task;
  }

  private static Callable<Integer> failing(String message) {
    Task<Integer> task =
        () -> {
          throw new IOException(message);
        };
    return task;
  }

  private static Callable<Integer> blocked(Gate started, Gate end) {
    Task<Integer> task =
        () -> {
          started.openThenPass(end);
          return 0;
        };
    return task;
  }

  private static Callable<Integer> opening(Gate gate) {
    Task<Integer> task =
        () -> {
          gate.open();
          return 1;
        };
    return task;
  }

  private static Runnable action(Gate gate) {
    RunnableTask task = gate::open;
    return task;
  }

  private Future<Integer> running() {
    Future<Integer> future = executor.submit(blocked(started, end));
    started.awaitOpen();
    return future;
  }

  // ---- one task

  @Test
  void submitGivesTheResult() throws Exception {
    Gate gate = Gate.in(directory, "action");
    assertEquals(9, executor.submit(square(3)).get(60, SECONDS));
    assertNull(executor.submit(action(gate)).get(60, SECONDS));
    assertTrue(gate.isOpen());
    assertEquals("given", executor.submit(action(gate), "given").get(60, SECONDS));
  }

  @Test
  void executeRunsTheTask() {
    Gate gate = Gate.in(directory, "action");
    executor.execute(action(gate));
    gate.awaitOpen();
  }

  @Test
  void anExceptionIsTheCauseOfTheFuturesFailure() {
    Future<Integer> future = executor.submit(failing("disk"));
    ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
    assertEquals(IOException.class, thrown.getCause().getClass());
    assertEquals("disk", thrown.getCause().getMessage());
    assertEquals(Future.State.FAILED, future.state());
    assertEquals("disk", future.exceptionNow().getMessage());
    assertThrows(IllegalStateException.class, future::resultNow);
    assertFalse(future.isCancelled());
    assertFalse(future.cancel(true));
  }

  @Test
  void anErrorIsTheCauseOfTheFuturesFailure() {
    Task<Integer> task =
        () -> {
          throw new AssertionError("wrong");
        };
    Callable<Integer> callable = task;
    Future<Integer> future = executor.submit(callable);
    ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
    assertInstanceOf(AssertionError.class, thrown.getCause());
  }

  @Test
  void aFutureTellsItsState() throws Exception {
    Future<Integer> future = running();
    assertEquals(Future.State.RUNNING, future.state());
    assertFalse(future.isDone());
    assertThrows(IllegalStateException.class, future::resultNow);
    assertThrows(IllegalStateException.class, future::exceptionNow);
    assertThrows(TimeoutException.class, () -> future.get(1, MILLISECONDS));
    assertThrows(TimeoutException.class, () -> future.get(-1, MILLISECONDS));
    end.open();
    assertEquals(0, future.get(60, SECONDS));
    assertEquals(Future.State.SUCCESS, future.state());
    assertEquals(0, future.resultNow());
    assertThrows(IllegalStateException.class, future::exceptionNow);
    assertFalse(future.cancel(false));
  }

  @Test
  void aCancelledTaskThatWaitedNeverRuns() throws Exception {
    Future<Integer> runs = running();
    Gate late = Gate.in(directory, "late");
    Future<Integer> queued = executor.submit(opening(late));
    assertTrue(queued.cancel(false));
    assertFalse(queued.cancel(false));
    assertTrue(queued.isDone());
    assertTrue(queued.isCancelled());
    assertEquals(Future.State.CANCELLED, queued.state());
    assertThrows(CancellationException.class, queued::get);
    assertThrows(IllegalStateException.class, queued::exceptionNow);
    assertThrows(IllegalStateException.class, queued::resultNow);
    end.open();
    assertEquals(0, runs.get(60, SECONDS));
    assertEquals(4, executor.submit(square(2)).get(60, SECONDS));
    assertFalse(late.isOpen());
  }

  @Test
  void cancelInterruptsATaskThatRuns() {
    Gate begins = started;
    Gate ends = end;
    Gate interrupted = Gate.in(directory, "interrupted");
    Task<Boolean> task =
        () -> {
          try {
            return begins.openThenPass(ends);
          } catch (InterruptedException e) {
            interrupted.open();
            throw e;
          }
        };
    Callable<Boolean> callable = task;
    Future<Boolean> future = executor.submit(callable);
    started.awaitOpen();
    assertTrue(future.cancel(true));
    interrupted.awaitOpen();
    assertTrue(future.isCancelled());
  }

  @Test
  void cancelWithoutInterruptLetsATaskGoOn() throws Exception {
    Gate done = Gate.in(directory, "done");
    Gate begins = started;
    Gate ends = end;
    RunnableTask task =
        () -> {
          try {
            if (begins.openThenPass(ends)) {
              done.open();
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    Runnable runnable = task;
    Future<?> future = executor.submit(runnable);
    started.awaitOpen();
    assertTrue(future.cancel(false));
    end.open();
    done.awaitOpen();
    assertTrue(future.isCancelled());
  }

  @Test
  void anInterruptEndsTheWaitForAResultAndNotTheTask() throws Exception {
    Future<Integer> future = running();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, future::get);
    end.open();
    assertEquals(0, future.get(60, SECONDS));
  }

  @Test
  void nullIsRefused() {
    assertThrows(NullPointerException.class, () -> executor.execute(null));
    assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null));
    assertThrows(NullPointerException.class, () -> executor.submit((Callable<?>) null));
    assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null, 1));
    assertThrows(NullPointerException.class, () -> executor.invokeAll(null));
    assertThrows(NullPointerException.class, () -> executor.invokeAny(null));
    assertThrows(
        NullPointerException.class,
        () -> executor.invokeAll(Arrays.<Callable<Integer>>asList(square(1), null)));
    assertThrows(
        NullPointerException.class,
        () -> executor.invokeAny(Arrays.<Callable<Integer>>asList((Callable<Integer>) null)));
  }

  // ---- many tasks

  @Test
  void invokeAllReturnsAllFuturesDoneAndInOrder() throws Exception {
    List<Callable<Integer>> tasks = List.of(square(1), failing("second"), square(3));
    for (List<Future<Integer>> futures :
        List.of(executor.invokeAll(tasks), executor.invokeAll(tasks, 60, SECONDS))) {
      assertEquals(1, futures.get(0).resultNow());
      assertEquals("second", futures.get(1).exceptionNow().getMessage());
      assertEquals(9, futures.get(2).resultNow());
    }
  }

  @Test
  void invokeAllOfNothingIsEmpty() throws Exception {
    assertEquals(List.of(), executor.invokeAll(List.<Callable<Integer>>of()));
    assertEquals(List.of(), executor.invokeAll(List.<Callable<Integer>>of(), 1, SECONDS));
  }

  @Test
  void anInvokeAllWhoseTimeIsOverCancelsTheRestAndReturnsAllFuturesDone() throws Exception {
    assertEquals(1, executor.submit(square(1)).get(60, SECONDS)); // a start would take time
    Gate late = Gate.in(directory, "late");
    List<Future<Integer>> futures =
        executor.invokeAll(List.of(square(2), blocked(started, end), opening(late)), 2, SECONDS);
    assertEquals(4, futures.get(0).resultNow());
    assertTrue(futures.stream().allMatch(Future::isDone));
    assertTrue(futures.get(1).isCancelled());
    assertTrue(futures.get(2).isCancelled());
    assertEquals(9, executor.submit(square(3)).get(60, SECONDS), "the blocked one was stopped");
    assertFalse(late.isOpen());
  }

  @Test
  void anInvokeAllWithoutTimeReturnsAllFuturesDone() throws Exception {
    List<Callable<Integer>> tasks = List.of(blocked(started, end), blocked(started, end));
    List<Future<Integer>> futures = executor.invokeAll(tasks, 0, SECONDS);
    assertEquals(2, futures.size());
    assertTrue(futures.stream().allMatch(Future::isCancelled));
  }

  @Test
  void anInterruptedInvokeAllCancelsItsTasks() throws Exception {
    Gate late = Gate.in(directory, "late");
    List<Callable<Integer>> tasks = List.of(blocked(started, end), opening(late));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                List<Future<Integer>> _ = executor.invokeAll(tasks);
              } catch (InterruptedException e) {
                thrown.set(e);
              }
            });
    started.awaitOpen();
    caller.interrupt();
    caller.join();
    assertInstanceOf(InterruptedException.class, thrown.get());
    assertEquals(1, executor.submit(square(1)).get(60, SECONDS));
    assertFalse(late.isOpen());
  }

  @Test
  void invokeAnyReturnsAResultAndPassesOverFailures() throws Exception {
    assertEquals(25, executor.invokeAny(List.of(failing("one"), square(5), failing("three"))));
    assertEquals(25, executor.invokeAny(List.of(failing("one"), square(5)), 60, SECONDS));
  }

  @Test
  void invokeAnyStopsTheOthers() throws Exception {
    try (ExecutorService two = create(2)) {
      assertEquals(49, two.invokeAny(List.of(blocked(started, end), square(7))));
    } // waits for the blocked one, which nobody lets go
    assertFalse(end.isOpen());
  }

  @Test
  void invokeAnyFailsIfAllDo() {
    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () -> executor.invokeAny(List.of(failing("x"), failing("x"))));
    assertEquals("x", thrown.getCause().getMessage());
  }

  @Test
  void invokeAnyOfNothingIsRefused() {
    List<Callable<Integer>> none = List.of();
    assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(none));
    assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(none, 1, SECONDS));
  }

  @Test
  void anInvokeAnyWhoseTimeIsOverStopsItsTasks() throws Exception {
    assertThrows(
        TimeoutException.class,
        () -> executor.invokeAny(List.of(blocked(started, end)), 100, MILLISECONDS));
    assertEquals(1, executor.submit(square(1)).get(60, SECONDS));
    assertFalse(end.isOpen());
  }

  // ---- the end

  @Test
  void afterShutdownEveryTaskIsRejected() throws Exception {
    executor.shutdown();
    assertTrue(executor.isShutdown());
    Gate late = Gate.in(directory, "late");
    List<Callable<Integer>> tasks = List.of(opening(late));
    assertThrows(RejectedExecutionException.class, () -> executor.execute(action(late)));
    assertThrows(RejectedExecutionException.class, () -> executor.submit(opening(late)));
    assertThrows(RejectedExecutionException.class, () -> executor.submit(action(late)));
    assertThrows(RejectedExecutionException.class, () -> executor.submit(action(late), 1));
    assertThrows(RejectedExecutionException.class, () -> executor.invokeAll(tasks));
    assertThrows(RejectedExecutionException.class, () -> executor.invokeAll(tasks, 1, SECONDS));
    assertThrows(RejectedExecutionException.class, () -> executor.invokeAny(tasks));
    assertThrows(RejectedExecutionException.class, () -> executor.invokeAny(tasks, 1, SECONDS));
    assertEquals(List.of(), executor.invokeAll(List.<Callable<Integer>>of()));
    assertTrue(executor.awaitTermination(60, SECONDS));
    assertFalse(late.isOpen());
  }

  @Test
  void shutdownRunsWhatWasSubmitted() throws Exception {
    Future<Integer> runs = running();
    Future<Integer> queued = executor.submit(square(2));
    executor.shutdown();
    executor.shutdown();
    assertFalse(executor.isTerminated());
    assertFalse(executor.awaitTermination(1, MILLISECONDS));
    end.open();
    assertTrue(executor.awaitTermination(60, SECONDS));
    assertTrue(executor.isTerminated());
    assertEquals(0, runs.resultNow());
    assertEquals(4, queued.resultNow());
  }

  @Test
  void shutdownNowInterruptsWhatRunsAndReturnsWhatNeverBegan() throws Exception {
    Future<Integer> runs = running();
    Gate first = Gate.in(directory, "first");
    Gate second = Gate.in(directory, "second");
    Future<Integer> _ = executor.submit(opening(first));
    executor.execute(action(second));
    List<Runnable> never = executor.shutdownNow();
    assertEquals(2, never.size());
    assertTrue(executor.awaitTermination(60, SECONDS));
    assertTrue(runs.isDone());
    assertFalse(first.isOpen() || second.isOpen());
    never.forEach(Runnable::run);
    assertTrue(first.isOpen() && second.isOpen(), "who got them back may run them");
    assertEquals(List.of(), executor.shutdownNow());
  }

  @Test
  void closeWaitsForTasksAndIsIdempotent() {
    Future<Integer> runs = running();
    Future<Integer> queued = executor.submit(square(2));
    Thread closer = Thread.ofPlatform().start(executor::close);
    await().atMost(Gate.LIMIT).until(executor::isShutdown);
    assertFalse(runs.isDone());
    end.open();
    executor.close();
    assertTrue(executor.isTerminated());
    assertEquals(0, runs.resultNow());
    assertEquals(4, queued.resultNow());
    executor.close();
    await().atMost(Gate.LIMIT).until(() -> !closer.isAlive());
  }

  @Test
  void anInterruptedCloseStopsTheTasksAndKeepsTheInterrupt() throws Exception {
    Future<Integer> runs = running();
    Gate late = Gate.in(directory, "late");
    Future<Integer> _ = executor.submit(opening(late));
    AtomicBoolean interruptedAfterwards = new AtomicBoolean();
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              executor.close();
              interruptedAfterwards.set(Thread.currentThread().isInterrupted());
            });
    await().atMost(Gate.LIMIT).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    closer.interrupt();
    closer.join();
    assertTrue(interruptedAfterwards.get());
    assertTrue(executor.isTerminated());
    assertTrue(runs.isDone());
    assertFalse(late.isOpen());
  }

  @Test
  void anInterruptEndsAwaitTermination() {
    Future<Integer> runs = running();
    executor.shutdown();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> executor.awaitTermination(60, SECONDS));
    assertFalse(executor.isTerminated());
    assertFalse(runs.isDone());
  }
}
