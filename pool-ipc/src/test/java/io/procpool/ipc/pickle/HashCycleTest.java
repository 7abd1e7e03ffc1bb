package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.HashBiMap;
import com.google.common.collect.HashMultimap;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import io.procpool.NotSendableException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Collections that hash or sort, in a cycle with what they hold. */
@SuppressWarnings({"serial", "JdkObsolete"})
class HashCycleTest {

  /** Its owner is read before its name, so whoever asks it too early gets an exception. */
  static final class Item implements Serializable, Comparable<Item> {
    final Object aowner;
    final String name;

    Item(Object owner, String name) {
      this.aowner = owner;
      this.name = name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Item that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public int compareTo(Item other) {
      return name.compareTo(other.name);
    }
  }

  /** Holds a collection of its own items. */
  static final class Box implements Serializable {
    Object items;
  }

  static final class Names extends HashSet<Item> {
    String title = "none";
  }

  static final class Numbers extends LinkedHashMap<Item, Integer> {
    String title = "none";
  }

  private static <C extends Collection<? super Item>> Box box(Supplier<C> maker) {
    Box box = new Box();
    C items = maker.get();
    for (int i = 9; i >= 0; i--) {
      items.add(new Item(box, "item " + i));
    }
    box.items = items;
    return box;
  }

  private static <M extends Map<? super Item, ? super Integer>> Box mapBox(Supplier<M> maker) {
    Box box = new Box();
    M items = maker.get();
    for (int i = 9; i >= 0; i--) {
      items.put(new Item(box, "item " + i), i);
    }
    box.items = items;
    return box;
  }

  /** A message that begins with an item: then the collection is read while that is not whole. */
  private static Item firstOf(Box box) {
    Collection<?> items =
        box.items instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) box.items;
    return (Item) items.iterator().next();
  }

  private static void assertRight(Object original, Object items, Box copy) {
    assertEquals(original.getClass(), items.getClass());
    if (items instanceof Map<?, ?> map) {
      if (!(original instanceof Hashtable)) { // which chooses its size anew, as in java.io
        assertEquals(names(((Map<?, ?>) original).keySet()), names(map.keySet()));
      }
      assertEquals(((Map<?, ?>) original).size(), map.size());
      map.forEach((key, value) -> {
        assertEquals(value, map.get(key));
        assertEquals("item " + value, ((Item) key).name);
        assertSame(copy, ((Item) key).aowner);
      });
      return;
    }
    Collection<?> collection = (Collection<?>) items;
    assertEquals(names((Collection<?>) original), names(collection));
    for (Object item : collection) {
      assertTrue(collection.contains(item));
      assertTrue(collection.contains(new Item(null, ((Item) item).name)));
      assertSame(copy, ((Item) item).aowner);
    }
  }

  private static List<String> names(Collection<?> items) {
    return items.stream().map(item -> ((Item) item).name).toList();
  }

  @TestFactory
  Stream<DynamicTest> collectionFindsItsElementsWhereverItsCycleIsEntered() {
    Map<String, Supplier<Box>> boxes = new LinkedHashMap<>();
    List.<Supplier<Collection<Item>>>of(
            HashSet::new,
            LinkedHashSet::new,
            TreeSet::new,
            Names::new,
            ConcurrentHashMap::newKeySet,
            ConcurrentSkipListSet::new,
            PriorityQueue::new,
            ArrayList::new,
            ArrayDeque::new,
            () -> new TreeSet<>(Collections.reverseOrder()),
            () -> Collections.newSetFromMap(new LinkedHashMap<>()),
            () -> Collections.synchronizedSet(new HashSet<>()),
            () -> Collections.checkedSet(new HashSet<>(), Item.class))
        .forEach(maker ->
            boxes.put(boxes.size() + " " + maker.get().getClass().getName(), () -> box(maker)));
    List.<Supplier<Map<Item, Integer>>>of(
            HashMap::new,
            LinkedHashMap::new,
            TreeMap::new,
            Hashtable::new,
            ConcurrentHashMap::new,
            ConcurrentSkipListMap::new,
            IdentityHashMap::new,
            Numbers::new,
            () -> Collections.synchronizedMap(new HashMap<>()))
        .forEach(maker ->
            boxes.put(boxes.size() + " " + maker.get().getClass().getName(), () -> mapBox(maker)));
    return boxes.entrySet().stream()
        .flatMap(each ->
            Stream.of(
                DynamicTest.dynamicTest(
                    each.getKey() + " from its owner", () -> checkFromOwner(each.getValue())),
                DynamicTest.dynamicTest(
                    each.getKey() + " from an element", () -> checkFromItem(each.getValue()))));
  }

  private static void checkFromOwner(Supplier<Box> maker) {
    Box box = maker.get();
    Box copy = new Peers().copy(box);
    if (box.items instanceof IdentityHashMap<?, ?>) {
      assertIdentities(copy);
      return;
    }
    assertRight(box.items, copy.items, copy);
  }

  private static void checkFromItem(Supplier<Box> maker) {
    Box box = maker.get();
    Item copy = new Peers().copy(firstOf(box));
    if (box.items instanceof IdentityHashMap<?, ?>) {
      assertIdentities((Box) copy.aowner);
      return;
    }
    assertRight(box.items, ((Box) copy.aowner).items, (Box) copy.aowner);
  }

  private static void assertIdentities(Box copy) {
    Map<?, ?> map = (Map<?, ?>) copy.items;
    assertEquals(10, map.size());
    map.forEach((key, value) -> assertEquals(value, map.get(key)));
  }

  @Test
  void unmodifiableViewsShowWhatIsInTheCollection() {
    Box box = new Box();
    Set<Item> items = new HashSet<>();
    items.add(new Item(box, "a"));
    box.items = Collections.unmodifiableSet(items);
    Box copy = new Peers().copy(box);
    assertTrue(((Set<?>) copy.items).contains(new Item(null, "a")));
  }

  @Test
  void immutableSetAndMapOfACycleFindTheirElements() {
    Box set = new Box();
    set.items = Set.of(new Item(set, "a"), new Item(set, "b"), new Item(set, "c"));
    Box copy = new Peers().copy(set);
    assertEquals(set.items, copy.items);
    Box map = new Box();
    map.items = Map.of(new Item(map, "a"), 1, new Item(map, "b"), 2, new Item(map, "c"), 3);
    Box other = new Peers().copy(map);
    assertEquals(map.items, other.items);
    Object[] array = {null, Set.of(new Item(set, "x"), new Item(set, "y"))};
    array[0] = firstOf(set);
    Object[] arrayCopy = new Peers().copy(array);
    assertEquals(array[1], arrayCopy[1]);
    assertEquals(set.items, ((Box) ((Item) arrayCopy[0]).aowner).items);
  }

  @Test
  void immutableSetIsTheSameWhereverItIsReferredTo() {
    Box box = new Box();
    Object[] root = {box, null, null};
    Set<Item> items = Set.of(new Item(root, "a"), new Item(root, "b"));
    box.items = items;
    root[1] = items;
    root[2] = List.of(items, items);
    Object[] copy = new Peers().copy(root);
    assertEquals(items, copy[1]);
    assertSame(copy[1], ((Box) copy[0]).items);
    assertSame(copy[1], ((List<?>) copy[2]).get(0));
  }

  @Test
  void guavasCollectionsOfACycleFindTheirElements() {
    Box multimap = new Box();
    HashMultimap<Item, Item> edges = HashMultimap.create();
    edges.put(new Item("x", "a"), new Item(multimap, "b"));
    edges.put(new Item("y", "b"), new Item(multimap, "c"));
    multimap.items = edges;
    assertEquals(edges, ((Box) new Peers().copy(multimap)).items);
    Box immutable = new Box();
    immutable.items = ImmutableSet.of(new Item(immutable, "a"), new Item(immutable, "b"));
    assertEquals(immutable.items, ((Box) new Peers().copy(immutable)).items);
  }

  /** Guava's own code throws, as it does under java.io, if an element's does. */
  @Test
  void foreignCollectionIsRightOrRefused() {
    for (Supplier<Object> maker :
        List.<Supplier<Object>>of(
            HashMultiset::create,
            HashBiMap::create,
            HashMultimap::create,
            LinkedHashMultimap::create)) {
      Box box = new Box();
      box.items = maker.get();
      Early element = new Early(box, 77);
      switch (box.items) {
        case HashBiMap<?, ?> map ->
            HashCycleTest.<HashBiMap<Object, Object>>cast(map).put(element, 1);
        case HashMultiset<?> set -> HashCycleTest.<HashMultiset<Object>>cast(set).add(element);
        case HashMultimap<?, ?> map ->
            HashCycleTest.<HashMultimap<Object, Object>>cast(map).put(element, 1);
        case LinkedHashMultimap<?, ?> map ->
            HashCycleTest.<LinkedHashMultimap<Object, Object>>cast(map).put(element, 1);
        default -> throw new AssertionError(box.items.getClass());
      }
      Box copy = new Peers().copy(box);
      assertEquals(box.items, copy.items);
      Object found =
          switch (copy.items) {
            case HashBiMap<?, ?> map -> map.containsKey(element);
            case HashMultiset<?> set -> set.contains(element);
            case com.google.common.collect.Multimap<?, ?> map -> map.containsKey(element);
            default -> false;
          };
      assertEquals(true, found, () -> box.items.getClass().getName());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object object) {
    return (T) object;
  }

  /** Gives another hash code before it is whole. */
  static final class Early implements Serializable {
    final Object aowner;
    final Integer number;

    Early(Object owner, int number) {
      this.aowner = owner;
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Early that && number.equals(that.number);
    }

    @Override
    public int hashCode() {
      return number == null ? 0 : number;
    }
  }

  /** Its hash code is its elements', as a list's. */
  static final class Deep implements Serializable {
    final Set<Object> elements = new HashSet<>();
    final String name;
    Object root;

    Deep(Object root, String name) {
      this.root = root;
      this.name = name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Deep that && name.equals(that.name) && elements.equals(that.elements);
    }

    @Override
    public int hashCode() {
      return 31 * elements.hashCode() + name.hashCode();
    }
  }

  @Test
  void innerCollectionsAreFilledBeforeThoseThatHashThem() {
    Set<Object> outer = new HashSet<>();
    Deep a = new Deep(outer, "a");
    Deep b = new Deep(outer, "b");
    Deep c = new Deep(outer, "c");
    c.elements.add("leaf");
    b.elements.add(c);
    a.elements.add(b);
    Collections.addAll(outer, a, b, c);
    Object[] back = new Peers().copy(new Object[] {a, b, c, outer});
    for (int i = 0; i < 3; i++) {
      assertTrue(((Set<?>) back[3]).contains(back[i]));
    }
    assertTrue(((Deep) back[0]).elements.contains(back[1]));
    assertTrue(((Deep) back[1]).elements.contains(back[2]));
    Object[] other = new Peers().copy(new Object[] {outer, c, b, a});
    assertTrue(((Set<?>) other[0]).containsAll(Arrays.asList(other).subList(1, 4)));
  }

  /** Its hash code counts what its owner holds, which has none by itself. */
  static final class Counting implements Serializable {
    final Set<Object> owner;

    Counting(Set<Object> owner) {
      this.owner = owner;
    }

    @Override
    public boolean equals(Object other) {
      return other == this;
    }

    @Override
    public int hashCode() {
      return owner.size();
    }
  }

  @Test
  void setWhoseElementsHashDependsOnItIsRefusedAndNamed() {
    Set<Object> set = new HashSet<>();
    set.add(new Counting(set));
    set.add(new Counting(set));
    NotSendableException thrown =
        assertThrows(NotSendableException.class, () -> new Peers().copy(set));
    assertTrue(thrown.getMessage().contains("java.util.HashSet"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(Counting.class.getName()), thrown.getMessage());
  }

  @Test
  void arrayThatHoldsItselfIsFoundAsAKey() {
    Map<Object, Object> map = new HashMap<>();
    Object[] key = new Object[2];
    key[0] = key;
    key[1] = map;
    map.put(key, "value");
    Object[] copy = new Peers().copy(key);
    assertSame(copy, copy[0]);
    assertEquals("value", ((Map<?, ?>) copy[1]).get(copy));
  }

  @Test
  void mapsWithWholeKeysAreFilledAtOnceForHooks() {
    Hooked hooked = new Hooked();
    hooked.byName.put("a", new Item(hooked, "a"));
    hooked.names.addAll(List.of("a", "b"));
    Hooked copy = new Peers().copy(hooked);
    assertEquals(1, copy.seenInMap);
    assertEquals(2, copy.seenInSet);
    assertFalse(copy.byName.isEmpty());
  }

  /** Derives something from its collections as it is read. */
  static final class Hooked implements Serializable {
    final Map<String, Item> byName = new HashMap<>();
    final Set<Object> names = new HashSet<>();
    transient int seenInMap;
    transient int seenInSet;

    private void readObject(java.io.ObjectInputStream in)
        throws java.io.IOException, ClassNotFoundException {
      in.defaultReadObject();
      seenInMap = byName.size();
      seenInSet = names.size();
    }
  }

  @Test
  void hooksSeeASetWhoseElementsCanSayTheirHashCodeAlready() {
    Hooked hooked = new Hooked();
    hooked.names.add(new Early(hooked, 5));
    Hooked copy = new Peers().copy(hooked);
    assertEquals(1, copy.seenInSet);
    assertTrue(copy.names.contains(new Early(null, 5)));
  }
}
