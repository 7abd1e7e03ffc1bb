package io.procpool.contract;

import static io.procpool.contract.WhereItRan.pid;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Function;
import com.google.common.util.concurrent.AsyncCallable;
import com.google.common.util.concurrent.AsyncFunction;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.acceptance.Gate;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guava's futures and executors over a pool: they live here, the user's functions in workers. */
@Timeout(120)
class GuavaTest {

  private final Pool pool = Pool.create(2);
  private final ListeningExecutorService listening = MoreExecutors.listeningDecorator(pool);

  @TempDir Path directory;

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void aListenableFuturesTaskRunsInAWorker() throws Exception {
    Task<Long> task = WhereItRan::pid;
    assertNotEquals(pid(), listening.submit(task).get());
    assertNotEquals(pid(), Futures.submit(task, pool).get());
    assertNotEquals(pid(), listening.invokeAll(List.of(task)).getFirst().get());
  }

  @Test
  void listenersRunHere() throws Exception {
    Task<Integer> task = () -> 41;
    ListenableFuture<Integer> sum =
        Futures.transform(listening.submit(task), x -> x + 1, MoreExecutors.directExecutor());
    assertEquals(42, sum.get());
  }

  @Test
  void theTasksExceptionArrives() {
    Task<Integer> task =
        () -> {
          throw new IllegalStateException("no");
        };
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> listening.submit(task).get());
    assertInstanceOf(IllegalStateException.class, failed.getCause());
    assertEquals("no", failed.getCause().getMessage());
  }

  @Test
  void aCancelInterruptsTheTaskInItsWorker() {
    Gate begun = Gate.in(directory, "begun");
    Gate interrupted = Gate.in(directory, "interrupted");
    Task<Boolean> task =
        () -> {
          try {
            return begun.openThenPass(Gate.in(Path.of(begun.file()).getParent(), "never"));
          } catch (InterruptedException e) {
            interrupted.open();
            throw e;
          }
        };
    ListenableFuture<Boolean> future = listening.submit(task);
    begun.awaitOpen();
    assertTrue(future.cancel(true));
    interrupted.awaitOpen();
    assertThrows(CancellationException.class, future::get);
  }

  @Test
  void aTransformsFunctionRunsInAWorker() throws Exception {
    Function<Integer, Long> function = (Function<Integer, Long> & Serializable) x -> pid() + x;
    ListenableFuture<Long> there = Futures.transform(Futures.immediateFuture(0), function, pool);
    assertNotEquals(pid(), there.get());
  }

  @Test
  void aFallbackRunsInAWorker() throws Exception {
    Function<IllegalStateException, String> fallback =
        (Function<IllegalStateException, String> & Serializable) Throwable::getMessage;
    ListenableFuture<String> told =
        Futures.catching(
            Futures.immediateFailedFuture(new IllegalStateException("no")),
            IllegalStateException.class,
            fallback,
            pool);
    assertEquals("no", told.get());
  }

  @Test
  void anAsyncFunctionAndItsFutureRunInAWorker() throws Exception {
    AsyncFunction<Integer, Long> function = x -> Futures.immediateFuture(pid() + x);
    assertNotEquals(
        pid(), Futures.transformAsync(Futures.immediateFuture(0), function, pool).get());
    AsyncFunction<Integer, Long> failing =
        _ -> Futures.immediateFailedFuture(new IllegalStateException("there"));
    ListenableFuture<Long> failed =
        Futures.transformAsync(Futures.immediateFuture(0), failing, pool);
    assertEquals(
        "there", assertThrows(ExecutionException.class, failed::get).getCause().getMessage());
    AsyncFunction<IllegalStateException, Long> fallback = _ -> Futures.immediateFuture(pid());
    assertNotEquals(
        pid(), Futures.catchingAsync(failed, IllegalStateException.class, fallback, pool).get());
  }

  @Test
  void aTransformThatCannotBeSentFails() {
    Thread here = Thread.currentThread();
    ListenableFuture<String> future =
        Futures.transform(
            Futures.immediateFuture(1),
            (Function<Integer, String> & Serializable) x -> here.getName() + x,
            pool);
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> future.get(60, SECONDS));
    assertInstanceOf(RejectedExecutionException.class, failed.getCause());
    assertInstanceOf(NotSendableException.class, failed.getCause().getCause());
  }

  @Test
  void anAsyncCallableIsRejected() {
    AsyncCallable<Integer> callable = () -> Futures.immediateFuture(1);
    RejectedExecutionException rejected =
        assertThrows(
            RejectedExecutionException.class, () -> Futures.submitAsync(callable, pool).get());
    assertInstanceOf(NotSendableException.class, rejected.getCause());
  }

  /** In a task: one file more; its number is how many there were. */
  private static void addFile(String directory) throws Exception {
    try (var files = Files.list(Path.of(directory))) {
      Files.createFile(Path.of(directory, Long.toString(files.count())));
    }
  }

  private static RunnableTask adding(Path directory) {
    String to = directory.toString();
    return () -> {
      try {
        addFile(to);
      } catch (Exception e) {
        throw new IllegalStateException("two ran at once", e);
      }
    };
  }

  @Test
  void aSequentialExecutorRunsOneTaskAfterAnother() throws Exception {
    Executor sequential = MoreExecutors.newSequentialExecutor(pool);
    RunnableTask task = adding(directory);
    IntStream.range(0, 100).forEach(_ -> sequential.execute(task));
    pool.close();
    try (var files = Files.list(directory)) {
      assertEquals(100, files.count(), "accepted before the shutdown");
    }
  }

  @Test
  void aSequentialExecutorGoesOnAfterATaskThatFailed() {
    Executor sequential = MoreExecutors.newSequentialExecutor(pool);
    Gate ran = Gate.in(directory, "ran");
    sequential.execute(
        (RunnableTask)
            () -> {
              throw new IllegalStateException("no");
            });
    sequential.execute((RunnableTask) ran::open);
    ran.awaitOpen();
  }

  @Test
  void aSequentialExecutorRefusesWhatCannotBeSent() {
    Executor sequential = MoreExecutors.newSequentialExecutor(pool);
    Thread here = Thread.currentThread();
    Gate ran = Gate.in(directory, "ran");
    assertThrows(
        RejectedExecutionException.class,
        () -> sequential.execute((RunnableTask) () -> here.setName("ran")));
    sequential.execute((RunnableTask) ran::open);
    ran.awaitOpen();
  }

  @Test
  void manyFuturesAtOnceAllEnd() throws Exception {
    List<ListenableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int n = i;
      Task<Integer> task = () -> n;
      futures.add(listening.submit(task));
    }
    assertEquals(IntStream.range(0, 2_000).boxed().toList(), Futures.allAsList(futures).get());
  }

  @Test
  void futuresOfAPoolThatIsClosedAreDone() {
    List<ListenableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Task<Integer> task = () -> 1;
      futures.add(listening.submit(task));
    }
    pool.close();
    futures.forEach(future -> assertEquals(1, Futures.getUnchecked(future)));
  }

  @Test
  void aFullQueueRejects() {
    try (Pool small = Pool.open(PoolOptions.defaults().withWorkers(1).withQueueCapacity(1))) {
      ListeningExecutorService bounded = MoreExecutors.listeningDecorator(small);
      Gate go = Gate.in(directory, "go");
      Task<Boolean> waits = go::pass;
      ListenableFuture<Boolean> running = bounded.submit(waits);
      ListenableFuture<Boolean> waiting = bounded.submit(waits);
      assertThrows(RejectedExecutionException.class, () -> bounded.submit(waits));
      go.open();
      assertTrue(Futures.getUnchecked(running) && Futures.getUnchecked(waiting));
    }
  }
}
