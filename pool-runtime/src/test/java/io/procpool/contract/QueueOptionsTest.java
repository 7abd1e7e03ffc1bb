package io.procpool.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.acceptance.Gate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that bound what waits. */
class QueueOptionsTest {

  private static final PoolOptions ONE = PoolOptions.defaults().withWorkers(1);

  @TempDir Path directory;

  @Test
  void singleTasksBeyondTheQueueCapacityAreRejected() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    try (Pool pool = Pool.open(ONE.withQueueCapacity(3))) {
      Future<?> running = pool.submit(() -> started.openThenPass(end));
      started.awaitOpen();
      assertEquals(3, pool.statistics().queueRemaining());
      List<Future<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int number = i;
        waiting.add(pool.submit(() -> number));
      }
      RejectedExecutionException rejected =
          assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 3));
      assertTrue(rejected.getMessage().contains("queueCapacity=3"), rejected.getMessage());
      assertThrows(RejectedExecutionException.class, () -> pool.apply(() -> 3));
      assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> {}));
      assertThrows(RejectedExecutionException.class, () -> pool.applyAsync(x -> x, 3));
      assertEquals(0, pool.statistics().queueRemaining());
      end.open();
      running.get(60, SECONDS);
      for (int i = 0; i < 3; i++) {
        assertEquals(i, waiting.get(i).get(60, SECONDS));
      }
      assertEquals(4, pool.apply(() -> 4), "there is room again");
    }
  }

  @Test
  void theInputsOfMapAndImapDoNotCount() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    try (Pool pool = Pool.open(ONE.withQueueCapacity(1))) {
      List<Integer> inputs = IntStream.range(0, 100).boxed().toList();
      AsyncResult<List<Integer>> mapped =
          pool.mapAsync(
              x -> {
                started.openThenPass(end);
                return x;
              },
              inputs);
      started.awaitOpen();
      Future<Integer> workers = pool.submit(() -> 1);
      Future<Integer> waiting = pool.submit(() -> 2);
      assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 3));
      assertThrows(NotSendableException.class, () -> pool.map(x -> mapped.isDone(), inputs));
      end.open();
      assertEquals(inputs, mapped.get(60, SECONDS));
      assertEquals(1, workers.get(60, SECONDS));
      assertEquals(2, waiting.get(60, SECONDS));
    }
  }

  @Test
  void manyThreadsTogetherNeverExceedTheQueueCapacity() throws Exception {
    Gate started = Gate.in(directory, "started");
    Gate end = Gate.in(directory, "end");
    try (Pool pool = Pool.open(ONE.withQueueCapacity(5))) {
      Future<?> running = pool.submit(() -> started.openThenPass(end));
      started.awaitOpen();
      CountDownLatch go = new CountDownLatch(1);
      AtomicInteger accepted = new AtomicInteger();
      Callable<Void> submitter =
          () -> {
            go.await();
            for (int i = 0; i < 20; i++) {
              try {
                Future<?> _ = pool.submit(() -> {});
                accepted.incrementAndGet();
              } catch (RejectedExecutionException e) {
                // as it should be
              }
            }
            return null;
          };
      List<FutureTask<Void>> submitters =
          Stream.generate(() -> new FutureTask<>(submitter)).limit(8).toList();
      submitters.forEach(task -> Thread.ofPlatform().start(task));
      go.countDown();
      for (FutureTask<Void> task : submitters) {
        task.get(60, SECONDS);
      }
      assertEquals(5, accepted.get());
      end.open();
      running.get(60, SECONDS);
    }
  }

  @Test
  void whateverBecomesOfATaskItsPlaceIsFreeAgain() throws Exception {
    Thread here = Thread.currentThread();
    try (Pool pool = Pool.open(ONE.withQueueCapacity(1))) {
      for (int i = 0; i < 2; i++) {
        assertThrows(NotSendableException.class, () -> pool.submit(() -> here.getName()));
        Future<Integer> failed = pool.submit(() -> Integer.parseInt("no number"));
        assertThrows(ExecutionException.class, () -> failed.get(60, SECONDS));
        Gate started = Gate.in(directory, "started" + i);
        Gate end = Gate.in(directory, "end" + i);
        Future<?> stopped = pool.submit(() -> started.openThenPass(end));
        Future<?> cancelled = pool.submit(() -> 1);
        started.awaitOpen();
        assertTrue(cancelled.cancel(true));
        assertTrue(stopped.cancel(true));
        await().atMost(Gate.LIMIT).until(() -> pool.statistics().queueRemaining() == 1);
      }
      assertEquals(2, pool.apply(() -> 2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void imapTakesNoMoreThanItsWindowAhead(int window) {
    try (Pool pool = Pool.open(ONE.withImapWindow(window))) {
      AtomicInteger taken = new AtomicInteger();
      Stream<Integer> inputs = Stream.generate(taken::incrementAndGet);
      try (ResultIterator<Integer> results = pool.imap(x -> x, inputs)) {
        for (int read = 1; read <= 50; read++) {
          assertEquals(read, results.next());
          assertTrue(
              taken.get() <= read - 1 + window, "taken=" + taken + " when " + read + " were read");
        }
      }
    }
  }

  @Test
  void withoutAWindowImapIsBoundedAllTheSame() {
    try (Pool pool = Pool.open(ONE)) {
      AtomicInteger taken = new AtomicInteger();
      Stream<Integer> inputs = Stream.generate(taken::incrementAndGet);
      try (ResultIterator<Integer> results = pool.imap(x -> x, inputs)) {
        assertEquals(1, results.next());
        await().atMost(Gate.LIMIT).until(() -> pool.statistics().activeWorkers() == 0);
        assertTrue(taken.get() < 20_000, "taken=" + taken);
      }
    }
  }
}
