package io.procpool.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool's end means for calls that take their inputs while they run. */
@Timeout(120)
class OpenIteratorsTest {

  private static final int MANY = 20_000;
  private static final List<Integer> NUMBERS = IntStream.range(0, MANY).boxed().toList();

  private final Pool pool = Pool.create(2);

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  @Test
  void shutdownLetsABegunImapDeliverEverything() throws Exception {
    ResultIterator<Integer> results = pool.imap(n -> n, NUMBERS);
    List<Integer> read = new ArrayList<>(List.of(results.next()));
    pool.shutdown();
    results.forEachRemaining(read::add);
    assertEquals(NUMBERS, read);
    assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
  }

  @Test
  void shutdownLetsAnImapDeliverEverythingOfWhichNothingWasRead() throws Exception {
    ResultIterator<Integer> results = pool.imap(n -> n, NUMBERS, 7);
    pool.shutdown();
    assertEquals(NUMBERS, results.stream().toList());
    assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
  }

  @Test
  void shutdownLetsABegunImapUnorderedDeliverEverything() throws Exception {
    ResultIterator<Integer> results = pool.imapUnordered(n -> n, NUMBERS);
    pool.shutdown();
    assertEquals(new HashSet<>(NUMBERS), new HashSet<>(results.stream().toList()));
    assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
  }

  @Test
  void shutdownLetsAnImapOverAnImapDeliverEverything() throws Exception {
    ResultIterator<Integer> results = pool.imap(n -> n - 1, pool.imap(n -> n + 1, NUMBERS));
    pool.shutdown();
    assertEquals(NUMBERS, results.stream().toList());
    assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
  }

  @Test
  void shutdownLetsAMapTakeTheRestOfItsInputs() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch shutDown = new CountDownLatch(1);
    Iterable<Integer> inputs =
        () ->
            NUMBERS.stream()
                .peek(n -> {
                  if (n == MANY / 2) {
                    begun.countDown();
                    awaited(shutDown);
                  }
                })
                .iterator();
    CompletableFuture<List<Integer>> results =
        CompletableFuture.supplyAsync(() -> pool.map(n -> n, inputs));
    begun.await();
    pool.shutdown();
    shutDown.countDown();
    assertEquals(NUMBERS, results.get());
    assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothingNewIsTakenAfterShutdown() {
    pool.shutdown();
    assertThrows(RejectedExecutionException.class, () -> pool.imap(n -> n, NUMBERS));
  }

  @Test
  void aPoolThatWasShutDownTerminatesWhenItsIteratorIsClosed() throws Exception {
    ResultIterator<Integer> results = pool.imap(n -> n, NUMBERS);
    assertEquals(0, results.next());
    pool.shutdown();
    assertFalse(pool.awaitTermination(0, TimeUnit.SECONDS));
    results.close();
    assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
  }

  @Test
  void aPoolThatWasShutDownTerminatesWhenItsIteratorIsDropped() {
    assertEquals(0, pool.imap(n -> n, NUMBERS).next());
    pool.shutdown();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> {
          System.gc();
          return pool.isTerminated();
        });
  }

  @Test
  void closeDoesNotWaitForAnIteratorThatNobodyReads() {
    ResultIterator<Integer> results = pool.imap(n -> n, Stream.iterate(0, n -> n + 1));
    assertEquals(0, results.next());
    pool.close();
    assertTrue(pool.isTerminated());
  }

  @Test
  void anIteratorOfAClosedPoolSaysSoInsteadOfEndingEarly() {
    ResultIterator<Integer> results;
    try (Pool narrow = Pool.open(PoolOptions.defaults().withWorkers(1).withImapWindow(1))) {
      results = narrow.imap(n -> n, NUMBERS);
      assertEquals(0, results.next());
    }
    assertTrue(results.hasNext());
    RejectedExecutionException thrown =
        assertThrows(RejectedExecutionException.class, results::next);
    assertTrue(thrown.getMessage().contains("shutdown(), which lets it go on"), thrown::getMessage);
  }
}
