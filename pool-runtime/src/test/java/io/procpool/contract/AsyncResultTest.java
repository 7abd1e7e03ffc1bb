package io.procpool.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.acceptance.Gate;
import io.procpool.acceptance.LogCapture;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link AsyncResult} adds to a future: waits, callbacks, stages. */
class AsyncResultTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static Pool pool;

  @TempDir Path directory;

  private Gate end;

  @BeforeAll
  static void openPool() {
    pool = Pool.create(1);
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  @BeforeEach
  void closeGate() {
    end = Gate.in(directory, "end");
  }

  private AsyncResult<String> blocked() {
    Gate ends = end;
    return pool.applyAsync(() -> {
      ends.pass();
      return "done";
    });
  }

  private static AsyncResult<String> failed() {
    return pool.applyAsync(() -> {
      throw new IOException("disk");
    });
  }

  // ---- waiting

  @Test
  void getWaitsNoLongerThanAskedAndMayBeCalledAgain() throws Exception {
    AsyncResult<String> result = blocked();
    long before = System.nanoTime();
    TimeoutException timeout =
        assertThrows(TimeoutException.class, () -> result.get(Duration.ofMillis(50)));
    assertTrue(System.nanoTime() - before >= 50_000_000);
    assertTrue(timeout.getMessage().contains("PT0.05S"), timeout.getMessage());
    assertThrows(TimeoutException.class, () -> result.get(Duration.ZERO));
    assertThrows(TimeoutException.class, () -> result.get(Duration.ofSeconds(-1)));
    end.open();
    assertEquals("done", result.get(LONG));
    assertEquals("done", result.get(Duration.ofSeconds(Long.MAX_VALUE)), "no overflow");
  }

  @Test
  void awaitTellsWhetherTheTaskEndedInTimeWhateverItsOutcome() throws Exception {
    AsyncResult<String> result = blocked();
    assertFalse(result.await(Duration.ofMillis(1)));
    assertFalse(result.await(Duration.ZERO));
    end.open();
    assertTrue(result.await(LONG));
    assertTrue(failed().await(LONG));
    AsyncResult<String> cancelled = blocked();
    cancelled.cancel(true);
    assertTrue(cancelled.await(LONG));
  }

  @Test
  void isSuccessfulIsAnsweredAfterTheEndOnly() throws Exception {
    AsyncResult<String> result = blocked();
    assertThrows(IllegalStateException.class, result::isSuccessful);
    end.open();
    assertTrue(result.await(LONG));
    assertTrue(result.isSuccessful());
    AsyncResult<String> failed = failed();
    assertTrue(failed.await(LONG));
    assertFalse(failed.isSuccessful());
  }

  @Test
  void aResultThatCannotBeReadIsNoSuccess() throws Exception {
    AsyncResult<Unreadable> result = pool.applyAsync(Unreadable::new);
    assertTrue(result.await(LONG));
    assertFalse(result.isSuccessful());
    ExecutionException thrown = assertThrows(ExecutionException.class, () -> result.get(LONG));
    assertInstanceOf(NotSendableException.class, thrown.getCause());
    assertTrue(thrown.getMessage().contains("Unreadable"), thrown.getMessage());
  }

  /** Can be made where it was made only. */
  record Unreadable(long pid) implements Serializable {
    Unreadable() {
      this(ProcessHandle.current().pid());
    }

    Unreadable {
      if (pid != ProcessHandle.current().pid()) {
        throw new IllegalArgumentException("not here");
      }
    }
  }

  @Test
  void theResultIsReadOnceAndIsTheSameForAll() throws Exception {
    AsyncResult<List<Integer>> result = pool.applyAsync(() -> new ArrayList<>(List.of(1)));
    assertSame(result.get(LONG), result.get(LONG));
    assertSame(result.get(), result.resultNow());
    assertSame(result.get(), result.toCompletableFuture().get(60, SECONDS));
  }

  // ---- callbacks

  @Test
  void callbacksGetTheResultOrTheFailure() throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    AsyncResult<String> success = blocked();
    assertSame(success, success.onSuccess(seen::add));
    assertSame(success, success.onFailure(seen::add));
    end.open();
    assertEquals("done", seen.poll(60, SECONDS));

    AsyncResult<String> failure = failed().onSuccess(seen::add).onFailure(seen::add);
    Object thrown = seen.poll(60, SECONDS);
    assertSame(failure.exceptionNow(), thrown);
    assertEquals("disk", assertInstanceOf(IOException.class, thrown).getMessage());
    assertNull(seen.peek(), "each action was called once, and the other never");
  }

  @Test
  void aCancelCallsOnFailure() throws Exception {
    BlockingQueue<Throwable> seen = new LinkedBlockingQueue<>();
    AsyncResult<String> result = blocked().onFailure(seen::add);
    result.cancel(true);
    assertInstanceOf(CancellationException.class, seen.poll(60, SECONDS));
  }

  @Test
  void callbacksRegisteredAfterTheEndRunToo() throws Exception {
    AsyncResult<Integer> result = pool.applyAsync(() -> 1);
    assertEquals(1, result.get(LONG));
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    result.onSuccess(seen::add);
    assertEquals(1, seen.poll(60, SECONDS));
  }

  @Test
  void callbacksRunAlsoAfterThePoolsEnd() throws Exception {
    Pool other = Pool.create(1);
    AsyncResult<Integer> result = other.applyAsync(() -> 1);
    other.close();
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    result.onSuccess(seen::add);
    assertEquals(1, seen.poll(60, SECONDS));
  }

  @Test
  void callbacksNeverRunOnAThreadThatServesThePool() throws Exception {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    AsyncResult<String> result = blocked().onSuccess(_ -> threads.add(Thread.currentThread()));
    end.open();
    result.get(LONG);
    result.onSuccess(_ -> threads.add(Thread.currentThread()));
    for (int i = 0; i < 2; i++) {
      Thread thread = threads.poll(60, SECONDS);
      assertTrue(thread.getName().startsWith(pool.name() + "-callback-"), thread.getName());
    }
  }

  @Test
  void callbacksThatBlockHoldUpNothing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      pool.applyAsync(() -> 1)
          .onSuccess(_ -> {
            entered.countDown();
            assertTrue(passes(release));
          });
    }
    assertTrue(entered.await(60, SECONDS), "all of them run at once");
    assertEquals(2, pool.apply(() -> 2));
    release.countDown();
  }

  private static boolean passes(CountDownLatch latch) {
    try {
      return latch.await(60, SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCallbackThatThrowsIsLoggedAndHarmsNothing() throws Exception {
    try (LogCapture log = new LogCapture()) {
      AtomicInteger calls = new AtomicInteger();
      AsyncResult<Integer> result =
          pool.applyAsync(() -> 5)
              .onSuccess(_ -> {
                throw new IllegalStateException("my callback");
              })
              .onSuccess(_ -> {
                throw new AssertionError("an error of mine");
              })
              .onSuccess(calls::addAndGet);
      assertEquals(5, result.get(LONG));
      await().atMost(Gate.LIMIT).until(() -> calls.get() == 5);
      await().atMost(Gate.LIMIT).until(() -> log.records().size() == 2);
      for (LogRecord logged : log.records()) {
        assertEquals(Level.WARNING, logged.getLevel());
      }
      assertEquals(6, pool.apply(() -> 6));
    }
  }

  @Test
  void aFailureOfAnExecutedTaskIsLogged() throws Exception {
    try (LogCapture log = new LogCapture()) {
      pool.execute(() -> {
        throw new IllegalStateException("nobody waits for me");
      });
      await().atMost(Gate.LIMIT).until(() -> log.records().size() == 1);
      LogRecord logged = log.records().getFirst();
      assertTrue(logged.getMessage().contains(pool.name()), logged.getMessage());
      assertEquals("nobody waits for me", logged.getThrown().getMessage());
    }
  }

  // ---- stages

  @Test
  void aCompletableFutureCompletesAsTheResult() throws Exception {
    assertEquals(
        "ab",
        pool.applyAsync(() -> "a")
            .toCompletableFuture()
            .thenApply(text -> text + "b")
            .get(60, SECONDS));
    CompletableFuture<String> failed = failed().toCompletableFuture();
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> failed.get(60, SECONDS));
    assertEquals("disk", assertInstanceOf(IOException.class, thrown.getCause()).getMessage());
  }

  @Test
  void cancellingTheCompletableFutureCancelsTheTask() throws Exception {
    AsyncResult<String> result = blocked();
    CompletableFuture<String> future = result.toCompletableFuture();
    assertTrue(future.cancel(true));
    assertTrue(result.await(LONG));
    assertTrue(result.isCancelled());
    assertEquals(1, pool.submit(() -> 1).get(60, SECONDS), "its worker is free again");
  }

  @Test
  void cancellingTheTaskCancelsTheCompletableFuture() {
    AsyncResult<String> result = blocked();
    CompletableFuture<String> future = result.toCompletableFuture();
    assertTrue(result.cancel(true));
    assertThrows(CancellationException.class, () -> future.get(60, SECONDS));
    assertTrue(future.isCancelled());
  }

  @Test
  void aStageRunsOnTheCallbackExecutor() throws Exception {
    AsyncResult<String> result = blocked();
    CompletableFuture<String> name =
        result.toCompletableFuture().thenApply(_ -> Thread.currentThread().getName());
    end.open();
    assertTrue(name.get(60, SECONDS).startsWith(pool.name() + "-callback-"), name.get());
  }

  // ---- of a map

  @Test
  void aMapAsyncIsAResultToo() throws Exception {
    BlockingQueue<List<Integer>> seen = new LinkedBlockingQueue<>();
    AsyncResult<List<Integer>> squares = pool.mapAsync(x -> x * x, List.of(1, 2, 3));
    squares.onSuccess(seen::add);
    assertEquals(List.of(1, 4, 9), squares.get(LONG));
    assertEquals(List.of(1, 4, 9), seen.poll(60, SECONDS));
    AsyncResult<List<Integer>> failing = pool.mapAsync(x -> 1 / x, List.of(1, 0, 2));
    ExecutionException thrown = assertThrows(ExecutionException.class, () -> failing.get(LONG));
    assertInstanceOf(ArithmeticException.class, thrown.getCause());
    AsyncResult<List<String>> stopped =
        pool.mapAsync(
            gate -> {
              gate.pass();
              return "";
            },
            List.of(end, end, end));
    assertTrue(stopped.cancel(true));
    assertThrows(CancellationException.class, stopped::get);
    assertEquals(1, pool.submit(() -> 1).get(60, SECONDS), "nothing of it is left");
  }
}
