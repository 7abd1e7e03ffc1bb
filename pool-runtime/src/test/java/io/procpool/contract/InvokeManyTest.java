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

import io.procpool.Pool;
import io.procpool.Task;
import io.procpool.WorkerInfo;
import io.procpool.WorkerInfo.State;
import io.procpool.acceptance.Gate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code invokeAll} and {@code invokeAny}, as {@link java.util.concurrent.ExecutorService} has
 * them.
 */
class InvokeManyTest {

  private static Pool pool;

  @TempDir Path directory;

  @BeforeAll
  static void openPool() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  private static Task<Integer> square(int number) {
    return () -> number * number;
  }

  private static Task<Integer> failing(String message) {
    return () -> {
      throw new IllegalStateException(message);
    };
  }

  private static Task<Integer> blocked(Gate started, Gate end) {
    return () -> {
      started.openThenPass(end);
      return 0;
    };
  }

  // ---- invokeAll

  @Test
  void invokeAllReturnsFuturesInTheOrderOfTheTasksAllDone() throws Exception {
    List<Task<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(square(i));
    }
    List<Future<Integer>> futures = pool.invokeAll(tasks);
    assertEquals(20, futures.size());
    for (int i = 0; i < 20; i++) {
      assertTrue(futures.get(i).isDone());
      assertEquals(i * i, futures.get(i).get());
    }
  }

  @Test
  void invokeAllOfNothingIsEmpty() throws Exception {
    assertEquals(List.of(), pool.invokeAll(List.<Task<Integer>>of()));
    assertEquals(List.of(), pool.invokeAll(List.<Task<Integer>>of(), 1, SECONDS));
  }

  @Test
  void invokeAllKeepsEachFailureInItsFuture() throws Exception {
    List<Future<Integer>> futures =
        pool.invokeAll(List.of(square(3), failing("second"), square(4)));
    assertEquals(9, futures.get(0).resultNow());
    assertEquals("second", futures.get(1).exceptionNow().getMessage());
    assertEquals(16, futures.get(2).resultNow());
  }

  @Test
  void invokeAllCancelsWhatIsNotDoneWhenTheTimeIsUp() throws Exception {
    await().atMost(Gate.LIMIT).until(InvokeManyTest::isIdle); // a start takes a part of the time
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    List<Future<Integer>> futures =
        pool.invokeAll(List.of(square(5), blocked(started, end)), 3, SECONDS);
    assertEquals(25, futures.get(0).resultNow());
    assertTrue(futures.get(1).isDone());
    assertTrue(futures.get(1).isCancelled());
  }

  @Test
  void invokeAllInTimeCancelsNothing() throws Exception {
    List<Future<Integer>> futures = pool.invokeAll(List.of(square(5), square(6)), 60, SECONDS);
    assertEquals(36, futures.get(1).get());
    assertFalse(futures.get(1).isCancelled());
  }

  /** Both workers are there before: one that starts later may take the last task first. */
  @Test
  void anInterruptedInvokeAllCancelsItsTasks() throws Exception {
    await().atMost(Gate.LIMIT).until(InvokeManyTest::isIdle);
    Gate first = Gate.in(directory, "first");
    Gate second = Gate.in(directory, "second");
    Gate end = Gate.in(directory, "end");
    Gate late = Gate.in(directory, "late");
    Task<Integer> never =
        () -> {
          late.open();
          return 0;
        };
    List<Task<Integer>> tasks = List.of(blocked(first, end), blocked(second, end), never);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                List<Future<Integer>> _ = pool.invokeAll(tasks);
              } catch (InterruptedException e) {
                thrown.set(e);
              }
            });
    first.awaitOpen();
    second.awaitOpen();
    caller.interrupt();
    caller.join();
    assertInstanceOf(InterruptedException.class, thrown.get());
    assertEquals(1, pool.submit(() -> 1).get(60, SECONDS), "workers are free again");
    assertFalse(late.isOpen());
    assertFalse(end.isOpen());
  }

  private static boolean isIdle() {
    List<WorkerInfo> workers = pool.workers();
    return workers.size() == 2 && workers.stream().allMatch(w -> w.state() == State.IDLE);
  }

  @Test
  void invokeAllOfANullTaskCancelsTheOthers() {
    List<Task<Integer>> tasks = Arrays.asList(square(1), null);
    assertThrows(NullPointerException.class, () -> pool.invokeAll(tasks));
    assertThrows(NullPointerException.class, () -> pool.invokeAll(null));
  }

  // ---- invokeAny

  @Test
  void invokeAnyReturnsTheFirstResultAndCancelsTheRest() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    assertEquals(49, pool.invokeAny(List.of(blocked(started, end), square(7))));
    assertEquals(
        List.of(1, 1),
        pool.map(x -> 1, List.of(0, 0)),
        "the blocked one was stopped, as both workers are there");
  }

  @Test
  void invokeAnyPassesOverFailures() throws Exception {
    assertEquals(64, pool.invokeAny(List.of(failing("one"), square(8), failing("three"))));
    assertEquals(64, pool.invokeAny(List.of(failing("one"), square(8)), 60, SECONDS));
  }

  @Test
  void invokeAnyThrowsAFailureWhenAllFail() {
    ExecutionException thrown =
        assertThrows(
            ExecutionException.class, () -> pool.invokeAny(List.of(failing("x"), failing("x"))));
    assertInstanceOf(IllegalStateException.class, thrown.getCause());
    assertEquals("x", thrown.getCause().getMessage());
  }

  @Test
  void invokeAnyGivesUpWhenTheTimeIsUp() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    assertThrows(
        TimeoutException.class,
        () -> pool.invokeAny(List.of(blocked(started, end)), 100, MILLISECONDS));
    assertEquals(1, pool.submit(() -> 1).get(60, SECONDS));
  }

  @Test
  void invokeAnyCanReturnNull() throws Exception {
    Task<Integer> nothing = () -> null;
    assertNull(pool.invokeAny(List.of(nothing)));
  }

  @Test
  void invokeAnyOfNothingIsRefused() {
    List<Task<Integer>> none = List.of();
    assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(none));
    assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(none, 1, SECONDS));
    assertThrows(NullPointerException.class, () -> pool.invokeAny(null));
    List<Task<Integer>> withNull = Arrays.asList(square(1), null);
    assertThrows(NullPointerException.class, () -> pool.invokeAny(withNull));
  }

  @Test
  void invokeAnyOfAPoolThatIsKilledEnds() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    Pool killed = Pool.create(1);
    Thread killer =
        Thread.ofPlatform()
            .start(() -> {
              started.awaitOpen();
              killed.terminate();
            });
    assertThrows(ExecutionException.class, () -> killed.invokeAny(List.of(blocked(started, end))));
    killer.join();
    killed.close();
  }
}
