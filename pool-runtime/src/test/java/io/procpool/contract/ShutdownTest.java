package io.procpool.contract;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.WorkerInfo;
import io.procpool.acceptance.Gate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a pool, as {@link java.util.concurrent.ExecutorService} documents it. */
class ShutdownTest {

  @TempDir Path directory;

  private Pool pool;
  private Gate started;
  private Gate end;

  @BeforeEach
  void open() {
    pool = Pool.create(1);
    started = Gate.in(directory, "started");
    end = Gate.in(directory, "end");
  }

  @AfterEach
  void close() {
    end.open();
    pool.close();
  }

  private Future<Integer> running() {
    Gate begins = started;
    Gate ends = end;
    Future<Integer> future =
        pool.submit(() -> {
          begins.openThenPass(ends);
          return 1;
        });
    started.awaitOpen();
    return future;
  }

  @Test
  void shutdownRunsWhatWasSubmittedAndTakesNoMore() throws Exception {
    Future<Integer> runs = running();
    List<Future<Integer>> queued = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      queued.add(pool.submit(() -> number));
    }
    assertFalse(pool.isShutdown());
    pool.shutdown();
    pool.shutdown();
    assertTrue(pool.isShutdown());
    assertFalse(pool.isTerminated());
    assertFalse(pool.awaitTermination(1, MILLISECONDS));
    end.open();
    assertTrue(pool.awaitTermination(60, SECONDS));
    assertTrue(pool.isTerminated());
    assertEquals(1, runs.resultNow());
    for (int i = 0; i < 5; i++) {
      assertEquals(i, queued.get(i).resultNow());
    }
  }

  @Test
  void everyMethodThatTakesATaskRejectsItAfterShutdown() {
    pool.shutdown();
    Task<Integer> task = () -> 1;
    List<Task<Integer>> tasks = List.of(task);
    List<Integer> inputs = List.of(1);
    rejects(() -> pool.submit(task));
    rejects(() -> pool.submit(() -> {}));
    rejects(() -> pool.submit(() -> {}, 1));
    rejects(() -> pool.execute(() -> {}));
    rejects(() -> pool.invokeAll(tasks));
    rejects(() -> pool.invokeAll(tasks, 1, SECONDS));
    rejects(() -> pool.invokeAny(tasks));
    rejects(() -> pool.invokeAny(tasks, 1, SECONDS));
    rejects(() -> pool.apply(task));
    rejects(() -> pool.apply(x -> x, 1));
    rejects(() -> pool.apply((a, b) -> a, 1, 2));
    rejects(() -> pool.applyAsync(task));
    rejects(() -> pool.map(x -> x, inputs));
    rejects(() -> pool.map(x -> x, List.of()));
    rejects(() -> pool.map(x -> x, inputs, 3));
    rejects(() -> pool.mapAsync(x -> x, inputs));
    rejects(() -> pool.imap(x -> x, inputs));
    rejects(() -> pool.imapUnordered(x -> x, inputs));
    rejects(() -> pool.starmap((a, b) -> a, List.of()));
    rejects(() -> pool.resize(3));
  }

  private interface Action {
    void run() throws Exception;
  }

  private void rejects(Action action) {
    RejectedExecutionException rejected =
        assertThrows(RejectedExecutionException.class, action::run);
    assertTrue(rejected.getMessage().contains(pool.name()), rejected.getMessage());
  }

  @Test
  void shutdownNowReturnsTheTasksThatNeverStarted() throws Exception {
    Future<Integer> runs = running();
    Gate action = Gate.in(directory, "action");
    RunnableTask submitted = action::open;
    Future<?> queuedAction = pool.submit(submitted);
    Future<Integer> queuedTask = pool.submit(() -> 2);
    Future<Integer> queuedCall = pool.applyAsync(x -> x + 1, 2);

    List<Runnable> neverStarted = pool.shutdownNow();

    assertEquals(3, neverStarted.size());
    assertTrue(neverStarted.contains(submitted), "an action that was submitted is returned itself");
    Set<Object> results = new HashSet<>();
    for (Runnable task : neverStarted) {
      task.run(); // here, in this process
      results.add(task instanceof FutureTask<?> value ? value.get() : "action");
    }
    assertEquals(Set.of("action", 2, 3), results);
    assertTrue(action.isOpen());
    for (Future<?> future : List.of(runs, queuedAction, queuedTask, queuedCall)) {
      assertThrows(CancellationException.class, () -> future.get(60, SECONDS));
    }
    assertTrue(pool.awaitTermination(60, SECONDS));
    assertEquals(List.of(), pool.shutdownNow(), "a second time there is nothing left");
    assertEquals(List.of(), pool.workers());
  }

  @Test
  void shutdownNowStopsTasksThatHeedNoInterrupt() throws Exception {
    Gate begins = started;
    Future<?> deaf =
        pool.submit(() -> {
          begins.open();
          while (true) {
            Thread.onSpinWait();
          }
        });
    started.awaitOpen();
    long pid = pool.workers().getFirst().pid();
    pool.shutdownNow();
    assertTrue(pool.awaitTermination(60, SECONDS));
    assertTrue(deaf.isCancelled());
    assertTrue(ProcessHandle.of(pid).isEmpty(), "its process is gone and reaped");
  }

  @Test
  void closeWaitsForTasksAndIsIdempotent() {
    Future<Integer> runs = running();
    Future<Integer> queued = pool.submit(() -> 2);
    Thread closer = Thread.ofPlatform().start(pool::close);
    await().atMost(Gate.LIMIT).until(pool::isShutdown);
    assertFalse(runs.isDone());
    end.open();
    pool.close();
    assertTrue(pool.isTerminated());
    assertEquals(1, runs.resultNow());
    assertEquals(2, queued.resultNow());
    pool.close();
    await().atMost(Gate.LIMIT).until(() -> !closer.isAlive());
  }

  @Test
  void anInterruptedCloseStopsTheTasksAndKeepsTheInterrupt() throws Exception {
    Future<Integer> runs = running();
    AtomicBoolean interruptedAfterwards = new AtomicBoolean();
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              pool.close();
              interruptedAfterwards.set(Thread.currentThread().isInterrupted());
            });
    await().atMost(Gate.LIMIT).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    closer.interrupt();
    closer.join();
    assertTrue(interruptedAfterwards.get());
    assertTrue(pool.isTerminated());
    assertTrue(runs.isCancelled());
  }

  @Test
  void anInterruptEndsAwaitTermination() throws Exception {
    running();
    pool.shutdown();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> pool.awaitTermination(60, SECONDS));
    assertFalse(pool.isTerminated());
  }

  @Test
  void aPoolWithoutTasksEndsAtOnce() throws Exception {
    pool.shutdown();
    assertTrue(pool.awaitTermination(60, SECONDS));
    assertTrue(pool.isTerminated());
    assertEquals(List.<WorkerInfo>of(), pool.workers());
    assertEquals(0, pool.statistics().workers());
  }

  @Test
  void aPoolCanBeShutDownByACallbackOfItsOwnTask() throws Exception {
    pool.applyAsync(() -> 1).onSuccess(_ -> pool.close());
    assertTrue(pool.awaitTermination(60, SECONDS));
  }
}
