package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Manager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
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
  void whatAnIteratorOrViewRemovesOrAddsIsSoInTheList() {
    for (List<Integer> either : List.of(list, plain)) {
      ListIterator<Integer> iterator = either.listIterator(5);
      iterator.next();
      iterator.remove();
      iterator.add(500);
      iterator.next();
      iterator.set(600);
      either.subList(0, 3).clear();
      List<Integer> view = either.subList(10, 20);
      view.removeIf(n -> n % 2 == 0);
      view.add(1, 1000);
      view.addAll(List.of(1, 2));
      view.remove((Integer) 2);
      view.subList(0, 2).removeAll(List.of(1000));
      view.retainAll(List.copyOf(view.subList(0, 3)));
      either.iterator().forEachRemaining(n -> {});
      Iterator<Integer> all = either.iterator();
      all.next();
      all.remove();
      all.next();
      all.remove();
      assertThrows(IllegalStateException.class, all::remove);
    }
    assertEquals(plain, new ArrayList<>(list));
  }

  @Test
  void whatIsRemovedByATestIsRemovedInOneStep() {
    assertTrue(list.removeIf(n -> n > 5));
    assertFalse(list.removeIf(n -> n > 5));
    assertEquals(List.of(0, 1, 2, 3, 4, 5), new ArrayList<>(list));
    List<int[]> arrays = manager.list();
    arrays.add(new int[] {1});
    arrays.add(new int[] {2});
    assertTrue(arrays.removeIf(array -> array[0] == 1));
    assertEquals(2, arrays.getFirst()[0], "no equals is needed");
  }

  @Test
  void othersThatMoveElementsMeanwhileMakePlacesPast() {
    Iterator<Integer> iterator = list.iterator();
    iterator.next();
    List<Integer> view = list.subList(0, 2);
    list.addFirst(-1);
    past(iterator::remove);
    past(view::clear);
    past(() -> view.add(7));
    assertEquals(41, list.size());
    boolean[] first = {true};
    assertTrue(
        list.removeIf(n -> {
          if (first[0]) {
            first[0] = false;
            list.addFirst(-2); // as another process might
          }
          return n == -1;
        }));
    assertEquals(-2, list.get(0));
    assertEquals(0, list.get(1));
  }

  @Test
  void whatAnArrayCannotSaysWhatToUse() {
    List<Integer> array = manager.array(List.of(1, 2, 3));
    Iterator<Integer> iterator = array.iterator();
    iterator.next();
    fixed(iterator::remove);
    fixed(() -> array.subList(0, 1).clear());
    fixed(() -> array.removeIf(n -> n == 1));
    fixed(() -> array.listIterator().add(1));
    array.listIterator().forEachRemaining(n -> {});
    array.subList(1, 2).set(0, 20);
    assertEquals(List.of(1, 20, 3), new ArrayList<>(array));
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
    set.addAll(List.of(10, 11, 12));
    assertTrue(set.removeIf(n -> n > 10));
    assertFalse(set.removeIf(n -> n > 10));
    assertEquals(Set.of(3 - removed, 10), set);
  }

  private static void past(Executable change) {
    var past = assertThrows(ConcurrentModificationException.class, change);
    assertTrue(String.valueOf(past.getMessage()).contains("make a new one"), past::toString);
  }

  private static void fixed(Executable change) {
    var refused = assertThrows(UnsupportedOperationException.class, change);
    assertTrue(
        String.valueOf(refused.getMessage()).contains("use manager.list()"), refused::toString);
  }
}
