package io.procpool.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.acceptance.Gate;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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

  private static RejectedExecutionException refuses(Executable use) {
    RejectedExecutionException refused = assertThrows(RejectedExecutionException.class, use);
    assertInstanceOf(NotSendableException.class, refused.getCause());
    assertEquals(1, pool.apply(() -> 1), "the pool works on");
    return refused;
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
  void aLambdaThatHoldsWhatCannotBeSentNamesThePathToIt() {
    ReentrantLock lock = new ReentrantLock();
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> pool.submit(() -> lock.isLocked()));
    assertTrue(refused.getMessage().contains("ReentrantLock"), refused.getMessage());
  }

  @Test
  void everyEntryOfAnExecutorRejectsWhatCannotBeSent() {
    Thread here = Thread.currentThread();
    Callable<String> callable = new Naming(here);
    Runnable runnable = new Naming(here);
    refuses(() -> pool.submit(callable));
    refuses(() -> pool.submit(runnable));
    refuses(() -> pool.submit(runnable, "done"));
    refuses(() -> pool.execute(runnable));
    refuses(() -> pool.invokeAll(List.of(callable)));
    refuses(() -> pool.invokeAny(List.of(callable)));
  }

  private record Naming(Thread thread) implements Callable<String>, Runnable {
    @Override
    public String call() {
      return thread.getName();
    }

    @Override
    public void run() {
      thread.setName("ran");
    }
  }

  /** As the documentation of {@link Executor} has it. */
  private static final class SerialExecutor implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Executor executor;
    private Runnable active;

    SerialExecutor(Executor executor) {
      this.executor = executor;
    }

    @Override
    public synchronized void execute(Runnable task) {
      tasks.add(
          new Runnable() {
            @Override
            public void run() {
              try {
                task.run();
              } finally {
                scheduleNext();
              }
            }
          });
      if (active == null) {
        scheduleNext();
      }
    }

    private synchronized void scheduleNext() {
      active = tasks.poll();
      if (active != null) {
        executor.execute(active);
      }
    }
  }

  @Test
  void aWrapperThatServesAnExecutorOfThisProcessIsNotCopiedAndHalfRun() {
    SerialExecutor serial = new SerialExecutor(pool);
    RejectedExecutionException refused = refuses(() -> serial.execute((RunnableTask) () -> {}));
    assertTrue(refused.getMessage().contains("SerialExecutor"), refused.getMessage());
  }

  @Test
  void aTaskWhoseStateIsAnAtomicOfThisProcessIsNotCopiedAndHalfRun() {
    refuses(() -> pool.execute(new CountedTask()));
  }

  private static final class CountedTask extends AtomicInteger implements Runnable {
    private static final long serialVersionUID = 1L;

    @Override
    public void run() {
      incrementAndGet();
    }
  }

  @Test
  void aWrapperOfALibraryNamesTheWayOut() {
    Timer timer = new SimpleMeterRegistry().timer("t");
    RejectedExecutionException refused =
        refuses(() -> pool.execute(timer.wrap((RunnableTask) () -> {})));
    assertTrue(refused.getMessage().contains("bind PoolMetrics"), refused.getMessage());
  }

  @Test
  void aMonitoredExecutorNamesTheWayOut() {
    ExecutorService monitored =
        ExecutorServiceMetrics.monitor(new SimpleMeterRegistry(), pool, "monitored");
    Task<Integer> task = () -> 1;
    RejectedExecutionException refused = refuses(() -> monitored.submit(task));
    assertTrue(refused.getMessage().contains("TimedCallable"), refused.getMessage());
    assertTrue(refused.getMessage().contains("bind PoolMetrics"), refused.getMessage());
  }

  @Test
  void aMeterInATaskIsRefusedSinceItsCopyWouldCountForNobody() {
    Timer timer = new SimpleMeterRegistry().timer("t");
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> pool.submit(() -> timer.count()));
    assertTrue(refused.getMessage().contains("return what is to be counted"), refused.getMessage());
  }

  @Test
  void aWrapperOfAUserBringsWhatItKeepsOfTheContext() throws Exception {
    Task<String> task = () -> Logged.USER.get();
    assertEquals("somebody", pool.submit(new Logged("somebody", task)).get(60, SECONDS));
  }

  /** As those that bring a log's context along. */
  private record Logged(String user, Callable<String> task) implements Callable<String> {
    static final ThreadLocal<String> USER = new ThreadLocal<>();

    @Override
    public String call() throws Exception {
      USER.set(user);
      try {
        return task.call();
      } finally {
        USER.remove();
      }
    }
  }

  @Test
  void aTaskOfAUserWhoHoldsThePoolIsTaken() throws Exception {
    Callable<Integer> task = new Holder(pool);
    assertEquals(42, pool.submit(task).get());
  }

  private record Holder(Executor of) implements Callable<Integer>, Task<Integer> {
    @Override
    public Integer call() {
      return 42;
    }
  }

  @Test
  void aPoolServesAsAPlainExecutorOfWhatCanBeSent(@TempDir Path directory) {
    Executor executor = pool;
    Gate ran = Gate.in(directory, "ran");
    executor.execute((Runnable & Serializable) ran::open);
    ran.awaitOpen();
  }
}
