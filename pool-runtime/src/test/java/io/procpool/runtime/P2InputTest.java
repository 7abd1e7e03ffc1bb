package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ResultIterator;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** P2: inputs that fail, and inputs that never end. */
@Timeout(120)
final class P2InputTest {

  private static final int ITEMS = 50;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = Pool.open(PoolOptions.defaults().withWorkers(2));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1", "49, 1", "0, 7", "2, 7", "49, 7", "7, 7"})
  void imapDeliversWhatCameBeforeAndThenTheException(int failing, int chunkSize) {
    BrokenInput input = new BrokenInput(failing);
    try (ResultIterator<Integer> results = pool.imap(n -> n * n, input, chunkSize)) {
      for (int i = 0; i < failing; i++) {
        assertTrue(results.hasNext());
        assertEquals(i * i, results.next());
      }
      assertTrue(results.hasNext());
      assertSame(input.broken, assertThrows(IllegalStateException.class, results::next));
      assertFalse(results.hasNext());
    }
    assertEquals(42, pool.apply(() -> 42));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1", "49, 1", "0, 7", "2, 7", "49, 7"})
  void imapUnorderedDeliversWhatCameBeforeAndThenTheException(int failing, int chunkSize) {
    BrokenInput input = new BrokenInput(failing);
    Set<Integer> seen = new HashSet<>();
    try (ResultIterator<Integer> results = pool.imapUnordered(n -> n, input, chunkSize)) {
      for (int i = 0; i < failing; i++) {
        assertTrue(seen.add(results.next()));
      }
      assertEquals(new HashSet<>(IntStream.range(0, failing).boxed().toList()), seen);
      assertSame(input.broken, assertThrows(IllegalStateException.class, results::next));
      assertFalse(results.hasNext());
    }
    assertEquals(42, pool.apply(() -> 42));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 49})
  void mapThrowsTheExceptionItself(int failing) {
    BrokenInput input = new BrokenInput(failing);
    Iterable<Map.Entry<Integer, Integer>> pairs = () -> paired(input.iterator());
    List<org.junit.jupiter.api.function.Executable> calls =
        List.of(
            () -> pool.map(n -> n, input),
            () -> pool.map(n -> n, input, 7),
            () -> pool.mapAsync(n -> n, input),
            () -> pool.starmap((a, b) -> a + b, pairs),
            () -> pool.starmapAsync((a, b) -> a + b, pairs, 7));
    for (var call : calls) {
      assertSame(input.broken, assertThrows(IllegalStateException.class, call));
    }
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void aTaskThatFailsBeforeTheInputDoesStillLeavesThePoolUsable() {
    BrokenInput input = new BrokenInput(40);
    assertThrows(RuntimeException.class, () -> pool.map(n -> 1 / n, input, 1));
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void anInputWithoutIteratorFailsTheCall() {
    IllegalStateException broken = new IllegalStateException("no iterator");
    Iterable<Integer> none =
        () -> {
          throw broken;
        };
    assertSame(broken, assertThrows(IllegalStateException.class, () -> pool.map(n -> n, none)));
    assertSame(broken, assertThrows(IllegalStateException.class, () -> pool.imap(n -> n, none)));
    assertEquals(42, pool.apply(() -> 42));
  }

  @Test
  void ofEndlessInputNoMoreIsTakenThanTheWindow() {
    try (Pool narrow = Pool.open(PoolOptions.defaults().withWorkers(2).withImapWindow(8))) {
      Counting input = new Counting();
      try (ResultIterator<Integer> results = narrow.imap(n -> n + 1, input)) {
        for (int i = 0; i < 2000; i++) {
          assertEquals(i + 1, results.next());
          assertTrue(input.taken <= i + 1 + 8, "taken " + input.taken + " at " + i);
        }
      }
      int taken = input.taken;
      assertEquals(42, narrow.apply(() -> 42));
      assertEquals(taken, input.taken, "a closed iterator takes nothing");
    }
  }

  @Test
  void endlessInputsEndWithTheirReader() {
    for (int chunkSize : List.of(1, 10)) {
      assertEquals(
          IntStream.range(0, 3000).boxed().toList(),
          pool.imap(n -> n, new Counting(), chunkSize).stream().limit(3000).toList());
    }
    List<Integer> read = new ArrayList<>();
    try (Stream<Integer> results =
        pool.imapUnordered(n -> n, Stream.iterate(0, n -> n + 1)).stream()) {
      results.limit(1000).forEach(read::add);
    }
    assertEquals(1000, Set.copyOf(read).size());
    assertEquals(42, pool.apply(() -> 42));
  }

  private static Iterator<Map.Entry<Integer, Integer>> paired(Iterator<Integer> each) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public Map.Entry<Integer, Integer> next() {
        int n = each.next();
        return new SimpleEntry<>(n, n);
      }
    };
  }

  /** Counts up for ever, and how far it was asked to. */
  private static final class Counting implements Iterable<Integer> {
    private int taken;

    @Override
    public Iterator<Integer> iterator() {
      return Stream.generate(() -> taken++).iterator();
    }
  }

  /** Counts up to {@link #ITEMS}, but breaks before. */
  private static final class BrokenInput implements Iterable<Integer> {
    private final IllegalStateException broken = new IllegalStateException("broken input");
    private final int failing;

    BrokenInput(int failing) {
      this.failing = failing;
    }

    @Override
    public Iterator<Integer> iterator() {
      return IntStream.range(0, ITEMS)
          .mapToObj(n -> {
            if (n == failing) {
              throw broken;
            }
            return n;
          })
          .iterator();
    }
  }
}
