package io.procpool.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.TaskFailedException;
import io.procpool.Transport;
import io.procpool.WorkerInfo;
import io.procpool.WorkerInfo.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * P14: submitting works from many threads, from callbacks and from tasks (a pool inside a worker);
 * a slow iterator, callback or huge argument of one call does not stall the others.
 */
class P14ConcurrencyTest {

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

  // ---- from everywhere

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void p14ManyThreadsSubmitAtOnceAndEachGetsItsOwnResults(boolean virtual) throws Exception {
    try (var callers =
        virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newCachedThreadPool()) {
      List<Future<Void>> all = new ArrayList<>();
      for (int caller = 0; caller < 24; caller++) {
        int base = caller * 1000;
        Callable<Void> work =
            () -> {
              callInEveryWay(base);
              return null;
            };
        all.add(callers.submit(work));
      }
      for (Future<Void> one : all) {
        one.get(120, SECONDS);
      }
    }
  }

  private static void callInEveryWay(int base) throws Exception {
    List<Integer> inputs = IntStream.range(base, base + 50).boxed().toList();
    List<Integer> expected = inputs.stream().map(x -> x + 1).toList();
    List<Future<Integer>> singles = new ArrayList<>();
    for (int input : inputs) {
      singles.add(pool.submit(() -> input + 1));
    }
    AsyncResult<List<Integer>> mapped = pool.mapAsync(x -> x + 1, inputs);
    List<Integer> lazily = new ArrayList<>();
    try (ResultIterator<Integer> results = pool.imap(x -> x + 1, inputs)) {
      results.forEachRemaining(lazily::add);
    }
    assertEquals(expected, lazily);
    assertEquals(expected, pool.map(x -> x + 1, inputs, 7));
    assertEquals(expected, mapped.get());
    for (int i = 0; i < inputs.size(); i++) {
      assertEquals(expected.get(i), singles.get(i).get());
    }
    int difference = pool.apply((a, b) -> a - b, base + 1, 1);
    assertEquals(base, difference);
  }

  @Test
  void p14ACallbackMaySubmitAndWait() throws Exception {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    count(pool.applyAsync(() -> 0), end);
    assertEquals(100, end.get(60, SECONDS));
    BlockingQueue<List<Integer>> nested = new LinkedBlockingQueue<>();
    pool.applyAsync(() -> 1).onSuccess(one -> nested.add(pool.map(x -> x + one, List.of(1, 2))));
    assertEquals(List.of(2, 3), nested.poll(60, SECONDS));
  }

  private static void count(AsyncResult<Integer> result, CompletableFuture<Integer> end) {
    result.onSuccess(number -> {
      if (number == 100) {
        end.complete(number);
      } else {
        count(pool.applyAsync(x -> x + 1, number), end);
      }
    });
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p14ATaskMayOpenAPoolOfItsOwn(Transport transport) {
    List<Integer> sums =
        pool.map(
            n -> {
              PoolOptions own = PoolOptions.defaults().withWorkers(1).withTransport(transport);
              try (Pool inner = Pool.open(own)) {
                List<Integer> range = IntStream.rangeClosed(1, n).boxed().toList();
                return inner.map(x -> x * x, range).stream().mapToInt(x -> x).sum();
              }
            },
            List.of(3, 4));
    assertEquals(List.of(14, 30), sums);
  }

  @Test
  void p14APoolCannotBeUsedByItsWorkers() {
    Pool captured = pool;
    TaskFailedException refused =
        assertThrows(TaskFailedException.class, () -> pool.apply(() -> captured.apply(() -> 1)));
    assertTrue(refused.getCause() instanceof IllegalStateException, refused::toString);
  }

  @Test
  void p14AnAbandonedPoolInAWorkerEndsWithTheWorker() throws Exception {
    long inner;
    try (Pool outer = Pool.create(1)) {
      inner = outer.apply(P14ConcurrencyTest::openAndKeep);
      assertTrue(ProcessHandle.of(inner).orElseThrow().isAlive());
    }
    await().atMost(Gate.LIMIT).until(() -> ProcessHandle.of(inner).isEmpty());
  }

  private static Pool kept;

  private static long openAndKeep() {
    kept = Pool.create(1);
    return kept.apply(() -> ProcessHandle.current().pid());
  }

  // ---- one slow call

  private static void assertOthersWork() {
    int seven = pool.apply(x -> x, 7);
    assertEquals(7, seven);
    assertEquals(List.of(2, 3), pool.map(x -> x + 1, List.of(1, 2)));
    try (ResultIterator<Integer> results = pool.imapUnordered(x -> x, List.of(5))) {
      assertEquals(5, results.next());
    }
  }

  /** Gives a few inputs, and then blocks. */
  private static Iterable<Integer> blockingAfter(int inputs, CountDownLatch reached) {
    return () ->
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            if (next == inputs) {
              reached.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new IllegalStateException("released", e);
              }
            }
            return next++;
          }
        };
  }

  @Test
  void p14ASlowIteratorStallsItsOwnCallOnly() throws Exception {
    CountDownLatch reached = new CountDownLatch(2);
    Thread mapping =
        Thread.ofPlatform()
            .start(() ->
                assertThrows(
                    IllegalStateException.class,
                    () -> pool.map(x -> x, blockingAfter(5, reached))));
    Thread lazily =
        Thread.ofPlatform()
            .start(() -> {
              try (ResultIterator<Integer> r = pool.imap(x -> x, blockingAfter(3, reached))) {
                assertThrows(IllegalStateException.class, () -> r.forEachRemaining(_ -> {}));
              }
            });
    assertTrue(reached.await(60, SECONDS));
    assertOthersWork();
    assertTrue(mapping.isAlive() && lazily.isAlive());
    mapping.interrupt();
    lazily.interrupt();
    mapping.join();
    lazily.join();
    assertOthersWork();
  }

  @Test
  void p14ASlowCallbackStallsNobody() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    pool.applyAsync(() -> 1)
        .onSuccess(_ -> {
          entered.countDown();
          assertTrue(passes(release));
        });
    assertTrue(entered.await(60, SECONDS));
    assertOthersWork();
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
  void p14AReaderThatDoesNotComeStallsNobody() {
    try (ResultIterator<byte[]> unread =
        pool.imap(x -> new byte[100_000], IntStream.range(0, 1000).boxed().toList())) {
      assertEquals(100_000, unread.next().length);
      assertOthersWork();
      assertEquals(100_000, unread.next().length);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p14AHugeArgumentForAWorkerThatDoesNotReadStallsNobody(Transport transport) throws Exception {
    PoolOptions options = PoolOptions.defaults().withWorkers(2).withTransport(transport);
    try (Pool own = Pool.open(options)) {
      await()
          .atMost(Gate.LIMIT)
          .until(() -> own.workers().stream().allMatch(w -> w.state() == State.IDLE));
      Gate end = Gate.in(directory, "end");
      Gate started = Gate.in(directory, "started");
      Future<Boolean> first = own.submit(() -> started.openThenPass(end));
      started.awaitOpen();
      String idle = Long.toString(idle(own));
      Program.kill("STOP", idle);
      byte[] huge = new byte[50_000_000];
      AsyncResult<Integer> stuck = own.applyAsync(bytes -> bytes.length, huge);
      await().atMost(Gate.LIMIT).until(() -> own.statistics().activeWorkers() == 2);
      end.open();
      assertTrue(first.get(60, SECONDS));
      assertEquals(List.of(1, 2, 3), own.map(x -> x, List.of(1, 2, 3)));
      assertEquals(huge.length, stuck.get(60, SECONDS), "the other worker was given it too");
      Program.kill("CONT", idle);
      assertTrue(bothWorkersRun(own), "half an argument in its channel has not harmed it");
    }
  }

  private static long idle(Pool own) {
    return own.workers().stream()
        .filter(worker -> worker.state() == State.IDLE)
        .mapToLong(WorkerInfo::pid)
        .findAny()
        .orElseThrow();
  }

  private boolean bothWorkersRun(Pool own) throws Exception {
    Gate one = Gate.in(directory, "one");
    Gate two = Gate.in(directory, "two");
    Future<Boolean> first = own.submit(() -> one.openThenPass(two));
    Future<Boolean> second = own.submit(() -> two.openThenPass(one));
    return first.get(60, SECONDS)
        && second.get(60, SECONDS)
        && own.statistics().workerStarts() == 2;
  }
}
