package io.procpool.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.acceptance.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** P8: cancelling what waits, what runs, and what is just ending. */
@Timeout(120)
final class P8CancelTest {

  private static final int GENTLE_ROUNDS = 3000;
  private static final int HARSH_ROUNDS = 60;

  /** One worker, so that it is known what runs and what waits. */
  private static Pool pool;

  @TempDir Path temp;

  @BeforeAll
  static void open() {
    pool = Pool.open(PoolOptions.defaults().withName("cancel").withWorkers(1));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @Test
  void aQueuedTaskThatIsCancelledNeverRuns() throws Exception {
    String go = temp.resolve("go").toString();
    String ran = temp.resolve("ran").toString();
    AsyncResult<Long> running = pool.applyAsync(() -> runUntil(go));
    AsyncResult<?> queued = pool.applyAsync(() -> Files.createFile(Path.of(ran)).toString());
    AsyncResult<?> alsoQueued = pool.applyAsync(() -> Files.createFile(Path.of(ran)).toString());
    assertTrue(queued.cancel(true));
    assertTrue(alsoQueued.cancel(false));
    requireCancelled(queued);
    requireCancelled(alsoQueued);
    Files.createFile(Path.of(go));
    long pid = running.get();
    assertEquals(pid, pool.apply(() -> ProcessHandle.current().pid()));
    assertTrue(Files.notExists(Path.of(ran)));
  }

  @Test
  void aRunningTaskThatIsCancelledRunsItsFinallyBlocksAndItsWorkerGoesOn() throws Exception {
    Gate cleaned = Gate.in(temp, "cleaned");
    long pid = pool.apply(() -> ProcessHandle.current().pid());
    AsyncResult<Boolean> sleeping = startSleeping(cleaned);
    assertTrue(sleeping.cancel(true));
    requireCancelled(sleeping);
    cleaned.awaitOpen();
    assertEquals(pid, pool.apply(() -> ProcessHandle.current().pid()));
  }

  @Test
  void anInterruptedCallerOfMapInterruptsItsTasks() throws Exception {
    Gate begun = Gate.in(temp, "begun");
    Gate cleaned = Gate.in(temp, "cleaned");
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                pool.map(_ -> sleepAndClean(begun, cleaned), List.of(1, 2, 3));
              } catch (CancellationException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    begun.awaitOpen();
    caller.interrupt();
    assertTrue(interrupted.get(30, SECONDS), "the interrupt is kept");
    cleaned.awaitOpen();
  }

  private AsyncResult<Boolean> startSleeping(Gate cleaned) throws InterruptedException {
    Gate begun = Gate.in(temp, "begun");
    AsyncResult<Boolean> sleeping = pool.applyAsync(() -> sleepAndClean(begun, cleaned));
    begun.awaitOpen();
    return sleeping;
  }

  private static boolean sleepAndClean(Gate begun, Gate cleaned) throws InterruptedException {
    try {
      begun.open();
      Thread.sleep(Gate.LIMIT);
      return false;
    } finally {
      cleaned.open();
    }
  }

  @Test
  void aRunningTaskThatIsCancelledAndDoesNotEndEndsWithItsWorker() throws Exception {
    long pid = pool.apply(() -> ProcessHandle.current().pid());
    AsyncResult<Void> endless = startEndless();
    assertTrue(endless.cancel(true));
    requireCancelled(endless);
    await().atMost(30, SECONDS).until(() -> ProcessHandle.of(pid).isEmpty());
    assertNotEquals(pid, pool.apply(() -> ProcessHandle.current().pid()));
  }

  @Test
  void aRunningTaskCancelledGentlyRunsToItsEnd() throws Exception {
    String started = temp.resolve("started").toString();
    String go = temp.resolve("go").toString();
    AsyncResult<Long> running =
        pool.applyAsync(() -> {
          Files.createFile(Path.of(started));
          return runUntil(go);
        });
    await().atMost(30, SECONDS).until(() -> Files.exists(Path.of(started)));
    long pid = pool.workers().getFirst().pid();
    assertTrue(running.cancel(false));
    requireCancelled(running);
    Files.createFile(Path.of(go));
    assertEquals(pid, pool.apply(() -> ProcessHandle.current().pid()));
  }

  @Test
  void aTaskBehindAFinishedOneIsStoppedToo() throws Exception {
    // The first one's outcome may still be held back when the second is cancelled.
    for (int i = 0; i < 5; i++) {
      AsyncResult<Integer> quick = pool.applyAsync(() -> 1);
      AsyncResult<Void> endless = startEndless();
      assertTrue(endless.cancel(true));
      assertEquals(1, quick.get());
    }
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void whatIsOverCannotBeCancelled() throws Exception {
    AsyncResult<Integer> over = pool.applyAsync(() -> 42);
    assertEquals(42, over.get());
    assertFalse(over.cancel(true));
    assertFalse(over.isCancelled());
    assertEquals(42, over.get());
  }

  @Test
  void aCancelledMapStopsAllItsTasks() throws Exception {
    String started = temp.resolve("started").toString();
    AsyncResult<List<Void>> map =
        pool.mapAsync(n -> markAndRunForEver(started + n), IntStream.range(0, 20).boxed().toList());
    await().atMost(30, SECONDS).until(() -> Files.exists(Path.of(started + 0)));
    assertTrue(map.cancel(true));
    requireCancelled(map);
    assertEquals(42, pool.apply(() -> 42));
    assertTrue(Files.notExists(Path.of(started + 19)));
  }

  @Test
  void cancellingTheCompletableFutureCancelsTheTask() throws Exception {
    AsyncResult<Void> endless = startEndless();
    assertTrue(endless.toCompletableFuture().cancel(true));
    requireCancelled(endless);
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void anInterruptedCallerOfApplyCancelsItsTask() throws Exception {
    String started = temp.resolve("started").toString();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                pool.apply(() -> markAndRunForEver(started));
              } catch (CancellationException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    await().atMost(30, SECONDS).until(() -> Files.exists(Path.of(started)));
    caller.interrupt();
    assertTrue(interrupted.get(30, SECONDS), "the interrupt is kept");
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void aGentleCancelThatRacesWithTheEndGivesOneOutcome() throws Exception {
    race(GENTLE_ROUNDS, 3_000, false);
  }

  @Test
  void aHarshCancelThatRacesWithTheEndGivesOneOutcome() throws Exception {
    race(HARSH_ROUNDS, 12_000, true);
  }

  /** Cancels tasks about when they end; everybody who looks must see the same outcome. */
  private static void race(int rounds, long stepNanos, boolean stopRunning) throws Exception {
    Queue<Object> callbacks = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < rounds; i++) {
      int value = i;
      AsyncResult<Integer> result = pool.applyAsync(n -> n, value);
      CompletableFuture<Object> seen = new CompletableFuture<>();
      result.onSuccess(callbacks::add).onFailure(callbacks::add);
      Thread.ofVirtual().start(() -> seen.complete(outcomeOf(result)));
      spin(i % 100 * stepNanos);
      boolean cancelled = result.cancel(stopRunning);
      assertEquals(cancelled ? "cancelled" : value, seen.get(30, SECONDS), "round " + i);
      assertEquals(cancelled ? "cancelled" : value, outcomeOf(result), "round " + i);
      assertEquals(cancelled, result.isCancelled());
      assertEquals(cancelled ? Future.State.CANCELLED : Future.State.SUCCESS, result.state());
      assertFalse(result.cancel(true), "a second time");
    }
    await().atMost(30, SECONDS).until(() -> callbacks.size() >= rounds);
    assertEquals(42, pool.apply(() -> 42));
    assertEquals(rounds, callbacks.size(), "one callback each");
  }

  private static Object outcomeOf(AsyncResult<?> result) {
    try {
      return result.get();
    } catch (CancellationException e) {
      return "cancelled";
    } catch (InterruptedException | ExecutionException e) {
      return e;
    }
  }

  private static void requireCancelled(AsyncResult<?> result) {
    assertTrue(result.isCancelled());
    assertTrue(result.isDone());
    assertFalse(result.isSuccessful());
    assertThrows(CancellationException.class, result::get);
    assertThrows(CancellationException.class, result::get, "a second time");
  }

  private AsyncResult<Void> startEndless() throws Exception {
    Path started = Files.createTempDirectory(temp, "endless").resolve("started");
    String mark = started.toString();
    AsyncResult<Void> endless = pool.applyAsync(() -> markAndRunForEver(mark));
    await().atMost(30, SECONDS).until(() -> Files.exists(started));
    return endless;
  }

  private static Void markAndRunForEver(String mark) throws Exception {
    Files.createFile(Path.of(mark));
    Fault.ENDLESS.strike();
    return null;
  }

  private static long runUntil(String go) throws Exception {
    while (Files.notExists(Path.of(go))) {
      Thread.onSpinWait();
    }
    return ProcessHandle.current().pid();
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
