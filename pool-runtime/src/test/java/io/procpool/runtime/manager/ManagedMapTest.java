package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Manager;
import io.procpool.Pool;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

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

  @Test
  void whatViewsRemoveOrSetIsSoInTheMap() {
    ConcurrentMap<String, Integer> map = manager.map();
    for (Map<String, Integer> either : List.of(map, new TreeMap<String, Integer>())) {
      for (int i = 0; i < 20; i++) {
        either.put("k" + i, i);
      }
      assertTrue(either.keySet().remove("k0"));
      assertFalse(either.keySet().remove("k0"));
      assertTrue(either.keySet().removeIf(key -> key.equals("k1")));
      assertTrue(either.keySet().removeAll(Set.of("k2", "none")));
      assertTrue(either.values().remove(3));
      assertTrue(either.values().removeIf(value -> value == 4));
      assertTrue(either.values().removeAll(List.of(5)));
      assertTrue(either.entrySet().remove(Map.entry("k6", 6)));
      assertFalse(either.entrySet().remove(Map.entry("k7", 6)));
      assertTrue(either.entrySet().removeIf(entry -> entry.getValue() == 7));
      assertTrue(either.entrySet().removeAll(Set.of(Map.entry("k8", 8))));
      assertTrue(either.keySet().retainAll(Set.of("k9", "k10", "k11", "k12", "k13")));
      assertTrue(either.values().retainAll(List.of(9, 10, 11, 12)));
      assertTrue(either.entrySet().retainAll(Map.of("k9", 9, "k10", 10, "k11", 11).entrySet()));
      for (Map.Entry<String, Integer> entry : either.entrySet()) {
        assertEquals(entry.getKey(), "k" + entry.setValue(entry.getValue() * 10));
      }
      removeFirst(either.keySet().iterator(), either, 2);
      removeFirst(either.values().iterator(), either, 1);
      either.put("k9", 90);
      assertTrue(either.entrySet().contains(Map.entry("k9", 90)));
      assertTrue(either.keySet().contains("k9") && either.values().contains(90));
    }
    assertEquals(90, map.get("k9"));
    map.put("k", 1);
    map.keySet().clear();
    assertTrue(map.isEmpty());
  }

  private static void removeFirst(Iterator<?> iterator, Map<String, Integer> from, int left) {
    Object _ = iterator.next();
    iterator.remove();
    assertThrows(IllegalStateException.class, iterator::remove);
    assertEquals(left, from.size());
  }

  @Test
  void anEntryThatHasChangedIsTestedAgainBeforeItIsRemoved() {
    ConcurrentMap<String, int[]> map = manager.map();
    map.put("changed", new int[] {1});
    map.put("same", new int[] {1});
    assertTrue(
        map.values()
            .removeIf(value -> {
              map.computeIfPresent("changed", (_, old) -> new int[] {old[0] + 1});
              return value[0] == 1;
            }));
    assertEquals(Set.of("changed"), map.keySet());
  }

  @Test
  void aViewThatCannotAddSaysWhatToUse() {
    ConcurrentMap<String, String> map = manager.map();
    for (Executable add :
        List.<Executable>of(
            () -> map.keySet().add("k"),
            () -> map.values().add("v"),
            () -> map.entrySet().add(Map.entry("k", "v")))) {
      var refused = assertThrows(UnsupportedOperationException.class, add);
      assertTrue(String.valueOf(refused.getMessage()).contains("use put"), refused::toString);
    }
  }

  @Test
  void proxiesOfALostManagerCanBeShownComparedAndKept() {
    Manager lost = Manager.start();
    List<Object> proxies =
        List.of(
            lost.map(),
            lost.list(),
            lost.set(),
            lost.array(2),
            lost.queue(),
            lost.lock(),
            lost.reentrantLock(),
            lost.condition(),
            lost.semaphore(1),
            lost.event(),
            lost.barrier(2),
            lost.value(1),
            lost.namespace(),
            lost.pool(1),
            lost);
    lost.close();
    for (Object proxy : proxies) {
      assertFalse(proxy.toString().isEmpty());
      assertEquals(proxy.hashCode(), proxy.hashCode());
      assertTrue(proxy.equals(proxy));
      assertFalse(proxy.equals(List.of(1)));
      assertFalse(proxy.equals(Map.of(1, 1)));
    }
    assertEquals(proxies.size(), new HashSet<>(proxies).size());
  }
}
