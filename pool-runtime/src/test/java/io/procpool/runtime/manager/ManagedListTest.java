package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Manager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
final class ManagedListTest {

  private static Manager manager;

  private final List<Integer> plain = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
  private List<Integer> list;

  @BeforeAll
  static void start() {
    manager = Manager.start();
  }

  @AfterAll
  static void stop() {
    manager.close();
  }

  @BeforeEach
  void fill() {
    list = manager.list();
    list.addAll(plain);
  }

  @Test
  void theMethodsOfCollectionsChangeTheList() {
    Collections.shuffle(list, new Random(1));
    Collections.shuffle(plain, new Random(1));
    assertEquals(plain, new ArrayList<>(list));
    Collections.reverse(list);
    Collections.reverse(plain);
    assertEquals(plain, new ArrayList<>(list));
    Collections.sort(list);
    Collections.sort(plain);
    assertEquals(plain, new ArrayList<>(list));
    Collections.swap(list, 0, 39);
    assertEquals(39, list.get(0));
    Collections.fill(list, 7);
    assertEquals(Collections.nCopies(40, 7), new ArrayList<>(list));
  }

  @Test
  void whatAnIteratorOrViewSetsIsSetInTheList() {
    var iterator = list.listIterator();
    iterator.next();
    iterator.set(100);
    list.subList(10, 12).set(1, 111);
    assertEquals(100, list.get(0));
    assertEquals(111, list.get(11));
  }

  @Test
  void whatWouldMoveElementsOfACopyIsRefusedWithTheWayOut() {
    Iterator<Integer> iterator = list.iterator();
    iterator.next();
    refused(iterator::remove);
    refused(() -> list.subList(0, 2).clear());
    refused(() -> list.subList(0, 2).add(1));
    refused(() -> list.subList(0, 2).removeIf(n -> true));
    refused(() -> list.listIterator().add(1));
    assertEquals(plain, new ArrayList<>(list));
  }

  @Test
  void whatASetsIteratorRemovesIsRemovedFromTheSet() {
    Set<Integer> set = manager.set();
    set.addAll(List.of(1, 2));
    Iterator<Integer> iterator = set.iterator();
    int removed = iterator.next();
    iterator.remove();
    assertThrows(IllegalStateException.class, iterator::remove);
    assertEquals(Set.of(3 - removed), set);
  }

  private static void refused(Executable change) {
    var refused = assertThrows(UnsupportedOperationException.class, change);
    assertTrue(
        String.valueOf(refused.getMessage()).contains("of the list itself"), refused::toString);
  }
}
