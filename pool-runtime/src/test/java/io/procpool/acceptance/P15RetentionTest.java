package io.procpool.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.Worker;
import java.io.Serializable;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * P15: arguments and results are not retained after delivery, by no part of the pool; a task's
 * garbage in the worker is collectable, also while the worker is idle.
 */
class P15RetentionTest {

  private static final int SMALL = 100;
  private static final int LARGE = 1 << 20; // travels out of band

  private static Pool pool;

  @TempDir Path directory;

  @BeforeAll
  static void openPool() {
    pool = Pool.open(PoolOptions.defaults().withWorkers(1).withMaxHeapBytes(256L << 20));
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  private static void awaitCleared(List<? extends Reference<?>> references) {
    await("collected")
        .atMost(Gate.LIMIT)
        .until(() -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.refersTo(null));
        });
  }

  // ---- arguments

  /** An argument, the task that captures another, and their results, which are held. */
  private static List<Future<Integer>> submit(int bytes, List<Reference<?>> references) {
    byte[] argument = new byte[bytes];
    byte[] captured = new byte[bytes];
    references.add(new WeakReference<>(argument));
    references.add(new WeakReference<>(captured));
    return List.of(
        pool.applyAsync(x -> x.length, argument),
        pool.submit(() -> captured.length),
        pool.applyAsync((x, y) -> x.length, argument, captured));
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void p15AnArgumentIsFreeOnceItsTaskHasEndedThoughTheResultIsHeld(int bytes) throws Exception {
    List<Reference<?>> references = new ArrayList<>();
    List<Future<Integer>> results = submit(bytes, references);
    for (Future<Integer> result : results) {
      assertTrue(((AsyncResult<Integer>) result).await(Gate.LIMIT));
    }
    awaitCleared(references);
    for (Future<Integer> result : results) {
      assertEquals(bytes, result.get());
    }
  }

  private static List<AsyncResult<?>> mapEach(int bytes, List<Reference<?>> references) {
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      inputs.add(new byte[bytes]);
      references.add(new WeakReference<>(inputs.get(i)));
    }
    return List.of(pool.mapAsync(x -> x.length, inputs), pool.mapAsync(x -> x.length, inputs, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void p15InputsOfAMapAreFreeOnceItHasEnded(int bytes) throws Exception {
    List<Reference<?>> references = new ArrayList<>();
    List<AsyncResult<?>> results = mapEach(bytes, references);
    for (AsyncResult<?> result : results) {
      assertTrue(result.await(Gate.LIMIT));
    }
    awaitCleared(references);
    assertEquals(2, results.size());
  }

  /** Inputs that are remembered weakly. */
  private static final class Fresh implements Iterator<byte[]> {
    final List<Reference<?>> references = new ArrayList<>();

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public byte[] next() {
      byte[] input = new byte[LARGE];
      references.add(new WeakReference<>(input));
      return input;
    }
  }

  @Test
  void p15AnOpenImapRetainsNeitherWhatItHasTakenNorGiven() {
    Fresh inputs = new Fresh();
    List<Reference<?>> given = new ArrayList<>();
    try (ResultIterator<byte[]> results = pool.imap(x -> x, inputs)) {
      for (int i = 0; i < 40; i++) {
        given.add(new WeakReference<>(results.next()));
      }
      awaitCleared(given);
      awaitCleared(inputs.references.subList(0, 40));
    }
    awaitCleared(inputs.references);
  }

  @Test
  void p15ACancelledTasksArgumentIsFree() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    Future<Boolean> running = pool.submit(() -> started.openThenPass(end));
    started.awaitOpen();
    List<Reference<?>> references = new ArrayList<>();
    List<Future<Integer>> results = submit(LARGE, references);
    results.forEach(result -> assertTrue(result.cancel(true)));
    awaitCleared(references);
    end.open();
    assertTrue(running.get(60, SECONDS));
  }

  // ---- results

  private static Reference<?> resultOf(int bytes) throws Exception {
    AsyncResult<byte[]> result = pool.applyAsync(size -> new byte[size], bytes);
    return new PhantomReference<>(result.get(Gate.LIMIT), new ReferenceQueue<>());
  }

  private static List<Reference<?>> resultsOf(int bytes) {
    List<Reference<?>> references = new ArrayList<>();
    for (byte[] each : pool.map(size -> new byte[size], List.of(bytes, bytes, bytes))) {
      references.add(new WeakReference<>(each));
    }
    references.add(new WeakReference<>(pool.apply(size -> new byte[size], bytes)));
    return references;
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void p15AResultIsFreeWhenItsReceiverDropsIt(int bytes) throws Exception {
    awaitCleared(List.of(resultOf(bytes)));
    awaitCleared(resultsOf(bytes));
  }

  @Test
  void p15AResultThatWasReadKeepsNoPickledCopy() throws Exception {
    long before = usedAfterGc();
    List<AsyncResult<Padded>> held = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Eight bytes that are read out of a message of 8 MB.
      held.add(pool.applyAsync(n -> new Padded(1, "x".repeat(n)), 8_000_000));
      assertEquals(1, held.get(i).get(Gate.LIMIT).value());
    }
    await().atMost(Gate.LIMIT).until(() -> usedAfterGc() - before < 64L << 20);
    assertEquals(40, held.size());
  }

  /** Large on its way, small where it arrives. */
  record Padded(int value, String padding) implements Serializable {
    Padded {
      padding = padding.length() > 0 && Worker.current().isEmpty() ? "" : padding;
    }
  }

  private static long usedAfterGc() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  // ---- in the worker

  private static final List<Reference<?>> WATCHED = new ArrayList<>(); // a worker's own

  private static byte[] watch(byte[] argument) {
    byte[] result = new byte[argument.length];
    byte[] garbage = new byte[argument.length];
    synchronized (WATCHED) {
      for (byte[] each : List.of(argument, result, garbage)) {
        WATCHED.add(new WeakReference<>(each));
      }
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void p15AnIdleWorkerHoldsNothingOfItsLastTask(int bytes) {
    Gate collected = Gate.in(directory, "collected");
    int before = pool.apply(() -> WATCHED.size());
    int watched = pool.apply(() -> reportWhenCollected(collected));
    assertEquals(before, watched);
    byte[] result = pool.apply(P15RetentionTest::watch, new byte[bytes]);
    assertEquals(bytes, result.length);
    collected.awaitOpen();
  }

  /** Reports when the next three objects that are watched have been collected. */
  private static int reportWhenCollected(Gate collected) {
    int before = WATCHED.size();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (true) {
            synchronized (WATCHED) {
              if (WATCHED.size() == before + 3
                  && WATCHED.stream().allMatch(reference -> reference.refersTo(null))) {
                collected.open();
                return;
              }
            }
            System.gc();
          }
        });
    return before;
  }

  @Test
  void p15AWorkersHeapStaysSmallUnderManyLargeTasks() {
    for (int i = 0; i < 30; i++) {
      byte[] echo = pool.apply(bytes -> bytes.clone(), new byte[30_000_000]);
      assertEquals(30_000_000, echo.length);
    }
    assertEquals(0, pool.statistics().failedTasks(), "256 MiB were enough all the time");
  }
}
