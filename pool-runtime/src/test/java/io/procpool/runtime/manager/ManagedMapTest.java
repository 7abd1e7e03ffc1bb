package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Manager;
import io.procpool.Pool;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ManagedMapTest {

  /** Has no equals, so a copy is never equal to what was put. */
  static final class Counter {
    final int count;

    Counter(int count) {
      this.count = count;
    }
  }

  private static Manager manager;

  @BeforeAll
  static void start() {
    manager = Manager.start();
  }

  @AfterAll
  static void stop() {
    manager.close();
  }

  @Test
  void arraysAreMerged() {
    ConcurrentMap<String, int[]> sums = manager.map();
    sums.put("k", new int[] {1, 2});
    int[] merged =
        sums.merge("k", new int[] {10, 20}, (a, b) -> new int[] {a[0] + b[0], a[1] + b[1]});
    assertArrayEquals(new int[] {11, 22}, merged);
    assertArrayEquals(new int[] {11, 22}, sums.get("k"));
    assertArrayEquals(new int[] {5}, sums.merge("new", new int[] {5}, (a, b) -> a));
  }

  @Test
  void valuesWithoutEqualsAreComputedInOneStepBesideOthers() {
    ConcurrentMap<String, Counter> counters = manager.map();
    try (Pool pool = Pool.create(2)) {
      pool.map(
          _ -> {
            counters.compute("k", (_, old) -> new Counter(old == null ? 1 : old.count + 1));
            return 0;
          },
          IntStream.range(0, 200).boxed().toList());
    }
    assertEquals(200, counters.get("k").count);
  }

  @Test
  void aFunctionThatGivesNullRemovesTheEntry() {
    ConcurrentMap<String, int[]> arrays = manager.map();
    arrays.put("a", new int[] {1});
    arrays.put("b", new int[] {1});
    arrays.put("c", new int[] {1});
    assertNull(arrays.compute("a", (_, _) -> null));
    assertNull(arrays.computeIfPresent("b", (_, _) -> null));
    assertNull(arrays.merge("c", new int[] {2}, (_, _) -> null));
    assertNull(arrays.compute("absent", (_, _) -> null));
    assertNull(arrays.computeIfPresent("absent", (_, old) -> old));
    assertTrue(arrays.isEmpty());
  }

  @Test
  void allArraysAreReplaced() {
    ConcurrentMap<String, int[]> arrays = manager.map();
    arrays.put("a", new int[] {1});
    arrays.put("b", new int[] {2});
    arrays.replaceAll((_, old) -> new int[] {old[0] * 10});
    assertArrayEquals(new int[] {10}, arrays.get("a"));
    assertArrayEquals(new int[] {20}, arrays.get("b"));
  }

  @Test
  void anAbsentValueIsMadeOnce() {
    ConcurrentMap<String, int[]> arrays = manager.map();
    assertArrayEquals(new int[] {1}, arrays.computeIfAbsent("k", _ -> new int[] {1}));
    assertArrayEquals(new int[] {1}, arrays.computeIfAbsent("k", _ -> new int[] {2}));
    assertNull(arrays.computeIfAbsent("none", _ -> null));
  }

  @Test
  void whatComparesComparesByEquals() {
    ConcurrentMap<String, String> map = manager.map();
    map.put("k", "old");
    assertFalse(map.replace("k", "other", "new"));
    assertTrue(map.replace("k", "old", "new"));
    assertTrue(map.containsValue("new"));
    assertFalse(map.remove("k", "old"));
    assertTrue(map.remove("k", "new"));
    assertEquals(Map.of(), map);
  }

  @Test
  void nullIsRefusedInPutAllAsInPut() {
    ConcurrentMap<String, String> map = manager.map();
    Map<String, String> withNull = new java.util.HashMap<>();
    withNull.put("k", null);
    assertThrows(NullPointerException.class, () -> map.putAll(withNull));
    assertTrue(map.isEmpty());
  }
}
