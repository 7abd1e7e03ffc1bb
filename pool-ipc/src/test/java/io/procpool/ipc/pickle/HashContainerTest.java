package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Libraries' maps and sets that travel by their fields, as persistent and primitive ones do. */
@SuppressWarnings("unused")
class HashContainerTest {

  enum Color {
    RED,
    GREEN
  }

  record Pair(Object first, Object second) {}

  static final class Person {
    final String name;

    Person(String name) {
      this.name = name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Person that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** Places its keys by their hash codes, and keeps the places. */
  static final class Placed extends AbstractMap<Object, Object> {
    private final Object[] keys = new Object[1 << 16];
    private final Object[] values = new Object[1 << 16];

    private static int place(Object key) {
      int hash = Objects.hashCode(key);
      return (hash ^ hash >>> 16) & 0xffff;
    }

    Placed with(Object key, Object value) {
      keys[place(key)] = key;
      values[place(key)] = value;
      return this;
    }

    @Override
    public boolean containsKey(Object key) {
      return Objects.equals(keys[place(key)], key);
    }

    @Override
    public Object get(Object key) {
      return values[place(key)];
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
      Map<Object, Object> map = new HashMap<>();
      for (int i = 0; i < keys.length; i++) {
        if (keys[i] != null) {
          map.put(keys[i], values[i]);
        }
      }
      return map.entrySet();
    }
  }

  /** Of no interface of java.util, as vavr's and hppc's. */
  static final class OwnMap {
    private final Object[] slots = new Object[1 << 16];

    OwnMap with(Object key, Object value) {
      slots[Placed.place(key)] = new Pair(key, value);
      return this;
    }

    public boolean containsKey(Object key) {
      return slots[Placed.place(key)] instanceof Pair pair && pair.first().equals(key);
    }

    public Iterable<Object> keySet() {
      List<Object> keys = new ArrayList<>();
      for (Object slot : slots) {
        if (slot instanceof Pair pair) {
          keys.add(pair.first());
        }
      }
      return keys;
    }
  }

  /** Compares one by one: it does not hash. */
  static final class Linear extends AbstractSet<Object> {
    private final List<Object> elements = new ArrayList<>();

    @Override
    public boolean add(Object element) {
      return elements.add(element);
    }

    @Override
    public boolean contains(Object element) {
      return elements.contains(element);
    }

    @Override
    public Iterator<Object> iterator() {
      return elements.iterator();
    }

    @Override
    public int size() {
      return elements.size();
    }
  }

  private static void assertRefused(Object value, String... parts) {
    NotSendableException thrown =
        assertThrows(NotSendableException.class, () -> new Peers().write(value));
    for (String part : parts) {
      assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }
  }

  @Test
  void keysOfWhichTheHashCodeIsAnotherInEachProcessAreRefusedAtTheCall() {
    assertRefused(
        new Pair(1, new Placed().with(Color.RED, 1)), "Pair.second", Color.class.getName());
    assertRefused(new Placed().with(String.class, 1), "class literals");
    assertRefused(new Placed().with(new Object(), 1), "java.lang.Object");
    assertRefused(new OwnMap().with(Color.GREEN, 1), OwnMap.class.getName());
    Object shared = new Object();
    assertRefused(new Object[] {shared, new Placed().with(shared, 1)}, "java.lang.Object");
  }

  @Test
  void otherKeysAndAnyValuesArrive() {
    Placed placed =
        new Placed().with("a", Color.RED).with(new Person("b"), Object.class).with(5, "x");
    Placed copy = new Peers().copy(placed);
    assertEquals(Color.RED, copy.get("a"));
    assertEquals(Object.class, copy.get(new Person("b")));
    OwnMap own = new Peers().copy(new OwnMap().with("a", Color.RED));
    assertTrue(own.containsKey("a"));
  }

  @Test
  void collectionsThatDoNotHashOrHashAnewArrive() {
    Linear linear = new Linear();
    linear.addAll(Arrays.asList(Color.values()));
    Linear copy = new Peers().copy(linear);
    assertTrue(copy.contains(Color.GREEN));
    Map<Object, Object> map = new HashMap<>(Map.of(Color.RED, String.class, String.class, 1));
    Map<Object, Object> mapCopy = new Peers().copy(map);
    assertEquals(map, mapCopy);
  }

  /** Its hash code is its content's, and of this JVM's making: another would give another. */
  static final class Fickle {
    static int salt = 1;
    final Color color;

    Fickle(Color color) {
      this.color = color;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Fickle that && color == that.color;
    }

    @Override
    public int hashCode() {
      return salt * (color.ordinal() + 7);
    }
  }

  @Test
  void keysThatAreNotFoundWhereTheyAreReadAreRefusedThere() {
    Peers peers = new Peers();
    List<Function<Object, Object>> makers =
        List.of(
            key -> new Placed().with(key, 1),
            key -> new OwnMap().with(key, 1),
            key -> Collections.singletonList(new Placed().with(new Pair(key, 1), 1)));
    for (Function<Object, Object> maker : makers) {
      PickleBuffer message = peers.write(maker.apply(new Fickle(Color.RED)));
      Fickle.salt++; // as in another process
      NotSendableException thrown =
          assertThrows(NotSendableException.class, () -> peers.read(message));
      assertTrue(thrown.getMessage().contains("does not find its key"), thrown.getMessage());
    }
  }

  @Test
  void containerInACycleWithItsKeysIsCheckedWhenTheyAreWhole() {
    Object[] root = new Object[3];
    Placed placed = new Placed();
    HashCycleTest.Item item = new HashCycleTest.Item(root, "a");
    placed.with(item, Color.RED);
    root[0] = placed;
    root[1] = item;
    Object[] copy = new Peers().copy(root);
    assertEquals(Color.RED, ((Placed) copy[0]).get(copy[1]));
  }
}
