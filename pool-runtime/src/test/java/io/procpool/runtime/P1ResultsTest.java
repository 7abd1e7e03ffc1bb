package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import io.procpool.Task;
import io.procpool.TaskBiFunction;
import io.procpool.TaskFunction;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P1: whatever the way of calling, the results are those of a loop. */
@Timeout(120)
final class P1ResultsTest {

  private static final int ROUNDS = 25;
  private static final int MAX_ITEMS = 300;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = Pool.open(PoolOptions.defaults().withWorkers(3));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @Test
  void everyMapWithAnyChunkSizeEqualsTheLoop() {
    Random random = Seeds.random();
    TaskFunction<Object, Object> task = P1ResultsTest::describe;
    for (int round = 0; round < ROUNDS; round++) {
      List<Object> inputs = randomInputs(random);
      int chunk = 1 + random.nextInt(inputs.size() + 5);
      List<Supplier<List<Object>>> ways =
          List.of(
              () -> pool.map(task, inputs),
              () -> pool.map(task, inputs, chunk),
              () -> pool.map(task, inputs.stream()),
              () -> pool.mapAsync(task, inputs).toCompletableFuture().join(),
              () -> pool.mapAsync(task, inputs, chunk).toCompletableFuture().join(),
              () -> list(pool.imap(task, inputs)),
              () -> list(pool.imap(task, inputs, chunk)),
              () -> list(pool.imap(task, inputs.iterator())),
              () -> pool.imap(task, inputs.stream()).stream().toList());
      requireAll(ways, inputs.stream().map(P1ResultsTest::describe).toList(), chunk);
    }
  }

  @Test
  void resultsOfAMapMayBeAnArgument() {
    List<Integer> results = pool.map(x -> x + 1, List.of(1, 2, 3));
    assertEquals(List.of(2, 3, 4), pool.apply(list -> list, results));
  }

  @Test
  void everyStarmapWithAnyChunkSizeEqualsTheLoop() {
    Random random = Seeds.random();
    TaskBiFunction<Object, Object, Object> task = (a, b) -> describe(a) + "/" + describe(b);
    for (int round = 0; round < ROUNDS; round++) {
      List<Map.Entry<Object, Object>> pairs = new ArrayList<>();
      List<Object> expected = new ArrayList<>();
      for (Object input : randomInputs(random)) {
        Object other = randomInput(random);
        pairs.add(new SimpleEntry<>(input, other));
        expected.add(describe(input) + "/" + describe(other));
      }
      int chunk = 1 + random.nextInt(pairs.size() + 5);
      List<Supplier<List<Object>>> ways =
          List.of(
              () -> pool.starmap(task, pairs),
              () -> pool.starmap(task, pairs, chunk),
              () -> pool.starmapAsync(task, pairs).toCompletableFuture().join(),
              () -> pool.starmapAsync(task, pairs, chunk).toCompletableFuture().join());
      requireAll(ways, expected, chunk);
    }
  }

  @Test
  void imapUnorderedGivesEachResultOnce() {
    Random random = Seeds.random();
    TaskFunction<Object, Object> task = P1ResultsTest::describe;
    for (int round = 0; round < ROUNDS; round++) {
      List<Object> inputs = randomInputs(random);
      int chunk = 1 + random.nextInt(inputs.size() + 5);
      List<Supplier<List<Object>>> ways =
          List.of(
              () -> sorted(list(pool.imapUnordered(task, inputs))),
              () -> sorted(list(pool.imapUnordered(task, inputs, chunk))),
              () -> sorted(list(pool.imapUnordered(task, inputs.iterator()))),
              () -> sorted(list(pool.imapUnordered(task, inputs.stream()))));
      List<Object> expected =
          new ArrayList<>(inputs.stream().map(P1ResultsTest::describe).toList());
      requireAll(ways, sorted(expected), chunk);
    }
  }

  @Test
  void everyApplyGivesTheTasksResult() throws Exception {
    Task<String> task = () -> "task";
    assertEquals("task", pool.apply(task));
    assertEquals("task", pool.applyAsync(task).get());
    assertEquals("task", pool.submit(task).get());
    TaskFunction<Integer, Integer> next = n -> n + 1;
    Integer five = pool.apply(next, 4);
    assertEquals(5, five);
    assertEquals(5, pool.applyAsync(next, 4).get());
    TaskBiFunction<String, Integer, String> join = (a, b) -> a + b;
    assertEquals("a1", pool.apply(join, "a", 1));
    assertEquals("a1", pool.applyAsync(join, "a", 1).get());
    TaskFunction<Object, Object> same = value -> value;
    assertNull(pool.apply(same, null));
    assertNull(pool.submit(() -> {}).get());
    assertEquals("given", pool.submit(() -> {}, "given").get());
    List<Future<String>> all = pool.invokeAll(List.of(task, task));
    assertEquals("task", all.get(1).get());
    assertEquals("task", pool.invokeAny(List.of(task, task)));
  }

  @Test
  void emptyInputGivesAnEmptyResultAtOnce() throws Exception {
    PoolOptions never =
        PoolOptions.defaults().withWorkers(1).withInitializer(Fault.ENDLESS::strike);
    Pool withoutWorkers = Pool.open(never);
    try {
      List<Integer> nothing = List.of();
      assertEquals(List.of(), withoutWorkers.map(n -> n, nothing));
      assertEquals(List.of(), withoutWorkers.map(n -> n, nothing, 7));
      assertEquals(List.of(), withoutWorkers.starmap((a, b) -> a, Map.of().entrySet()));
      AsyncResult<List<Integer>> result = withoutWorkers.mapAsync(n -> n, nothing);
      assertEquals(List.of(), result.get(Duration.ZERO));
      try (ResultIterator<Integer> results = withoutWorkers.imap(n -> n, nothing)) {
        assertFalse(results.hasNext());
      }
      assertFalse(withoutWorkers.imapUnordered(n -> n, nothing, 7).hasNext());
      assertTrue(withoutWorkers.invokeAll(List.of()).isEmpty());
    } finally {
      withoutWorkers.shutdownNow();
    }
  }

  @Test
  void orderIsKeptThoughLaterItemsEndFirst() {
    List<Integer> pauses = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      pauses.add((60 - i) % 13);
    }
    assertEquals(pauses, pool.map(P1ResultsTest::pause, pauses));
    assertEquals(pauses, list(pool.imap(P1ResultsTest::pause, pauses)));
    assertEquals(pauses, list(pool.imap(P1ResultsTest::pause, pauses, 4)));
  }

  private static void requireAll(
      List<Supplier<List<Object>>> ways, List<Object> expected, int chunkSize) {
    for (int way = 0; way < ways.size(); way++) {
      assertEquals(expected, ways.get(way).get(), "way " + way + ", chunkSize " + chunkSize);
    }
  }

  private static List<Object> randomInputs(Random random) {
    int size = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(MAX_ITEMS);
    List<Object> inputs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      inputs.add(randomInput(random));
    }
    return inputs;
  }

  /** Of all the ways values travel: without an engine, as a graph, beside the frame. */
  private static Object randomInput(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> null;
      case 1 -> random.nextInt();
      case 2 -> random.nextDouble();
      case 3 -> "s" + random.nextInt(1000);
      case 4 -> List.of(random.nextInt(10), "x");
      case 5 -> new byte[random.nextInt(100)];
      default -> random.nextInt(40) == 0 ? new int[20_000] : new int[random.nextInt(10)];
    };
  }

  private static Object describe(Object value) {
    return switch (value) {
      case null -> "null";
      case byte[] bytes -> "bytes " + Arrays.hashCode(bytes);
      case int[] ints -> "ints " + ints.length;
      default -> value + " " + value.getClass().getSimpleName();
    };
  }

  private static <R> List<R> list(ResultIterator<R> results) {
    List<R> list = new ArrayList<>();
    results.forEachRemaining(list::add);
    return list;
  }

  private static List<Object> sorted(List<Object> results) {
    List<Object> sorted = new ArrayList<>(results);
    sorted.sort(java.util.Comparator.comparing(Object::toString));
    return sorted;
  }

  private static int pause(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }
}
