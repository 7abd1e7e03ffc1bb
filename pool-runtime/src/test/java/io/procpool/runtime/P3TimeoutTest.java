package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P3: who waits for a limited time gets his answer by then, and may ask again. */
@Timeout(120)
final class P3TimeoutTest {

  private static final Duration LIMIT = Duration.ofMillis(200);

  /** By 400 ms, the promise says; a machine that is busy with other things may take longer. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private static Pool pool;

  @TempDir Path temp;

  @BeforeAll
  static void open() {
    pool = Pool.open(PoolOptions.defaults().withWorkers(2));
    assertEquals(42, pool.apply(() -> 42));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @Test
  void getTimesOutAndGivesTheValueLater() throws Exception {
    String go = temp.resolve("go").toString();
    AsyncResult<Integer> result = pool.applyAsync(n -> afterFile(go, n), 42);
    requireTimeout(() -> result.get(LIMIT));
    requireTimeout(() -> result.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    long start = System.nanoTime();
    assertFalse(result.await(LIMIT));
    requireLimit(start);
    assertFalse(result.isDone());
    assertThrows(TimeoutException.class, () -> result.get(Duration.ZERO));
    assertThrows(TimeoutException.class, () -> result.get(Duration.ofSeconds(-1)));
    Files.createFile(Path.of(go));
    assertEquals(42, result.get(Duration.ofDays(100_000)));
    assertTrue(result.await(Duration.ZERO));
  }

  @Test
  void getOfAMapTimesOutAndGivesTheValuesLater() throws Exception {
    String go = temp.resolve("go").toString();
    AsyncResult<List<Integer>> result =
        pool.mapAsync(n -> n == 7 ? afterFile(go, n) : n, range(20), 4);
    requireTimeout(() -> result.get(LIMIT));
    Files.createFile(Path.of(go));
    assertEquals(range(20), result.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 20})
  void nextTimesOutAndGivesTheSameResultLater(int chunkSize) throws Exception {
    String go = temp.resolve("go").toString();
    try (ResultIterator<Integer> results =
        pool.imap(n -> n == 3 ? afterFile(go, n) : n, range(20), chunkSize)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(i, nextWithin(results));
      }
      requireTimeout(() -> results.next(LIMIT));
      requireTimeout(() -> results.next(LIMIT));
      assertTrue(results.hasNext());
      Files.createFile(Path.of(go));
      for (int i = 3; i < 20; i++) {
        assertEquals(i, nextWithin(results));
      }
      assertThrows(NoSuchElementException.class, () -> results.next(LIMIT));
      assertFalse(results.hasNext());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void unorderedNextTimesOutOnlyWhenNothingIsThere(int chunkSize) throws Exception {
    String go = temp.resolve("go").toString();
    try (ResultIterator<Integer> results =
        pool.imapUnordered(n -> n == 4 ? afterFile(go, n) : n, range(10), chunkSize)) {
      for (int i = 0; i < 9; i++) {
        assertTrue(nextWithin(results) != 4);
      }
      requireTimeout(() -> results.next(LIMIT));
      Files.createFile(Path.of(go));
      assertEquals(4, nextWithin(results));
      assertFalse(results.hasNext());
    }
  }

  @Test
  void aTimeoutThatIsNoLimitIsAsGoodAsNone() throws Exception {
    try (ResultIterator<Integer> results = pool.imap(n -> n, range(3))) {
      assertEquals(0, results.next(Duration.ofSeconds(Long.MAX_VALUE)));
      assertEquals(1, results.next());
    }
    assertEquals(1, pool.applyAsync(() -> 1).get(Long.MAX_VALUE, TimeUnit.DAYS));
    assertEquals(1, pool.applyAsync(() -> 1).get(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  private static int nextWithin(ResultIterator<Integer> results) throws TimeoutException {
    return results.next(Duration.ofSeconds(60));
  }

  private static void requireTimeout(Executable ask) {
    long start = System.nanoTime();
    assertThrows(TimeoutException.class, ask);
    requireLimit(start);
  }

  private static void requireLimit(long start) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(LIMIT) >= 0 && took.compareTo(LIMIT.plus(SLACK)) < 0, took::toString);
  }

  private static List<Integer> range(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  private static int afterFile(String file, int n) throws InterruptedException {
    while (Files.notExists(Path.of(file))) {
      Thread.sleep(2);
    }
    return n;
  }
}
