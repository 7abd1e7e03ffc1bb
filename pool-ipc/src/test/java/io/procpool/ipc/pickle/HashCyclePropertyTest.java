package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random graphs of objects that are in collections which they hold. The seed is the test's name.
 */
@SuppressWarnings({"serial", "JdkObsolete", "NonApiType"})
class HashCyclePropertyTest {

  private static final int GRAPHS = 400;

  /** Anything with a name of its own, and parts that lead anywhere. */
  interface Node extends Comparable<Node> {

    String name();

    List<Object> parts();

    @Override
    default int compareTo(Node other) {
      return name().compareTo(other.name());
    }
  }

  /** By its fields; the name is the last to be read. */
  static class Plain implements Node {
    final List<Object> aparts = new ArrayList<>();
    final String name;

    Plain(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Object> parts() {
      return aparts;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Plain that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** By its own hooks. */
  static final class Hooked implements Node, Serializable {
    transient List<Object> own = new ArrayList<>();
    transient String ownName;

    Hooked(String name) {
      ownName = name;
    }

    @Override
    public String name() {
      return ownName;
    }

    @Override
    public List<Object> parts() {
      return own;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Hooked that && ownName.equals(that.ownName);
    }

    @Override
    public int hashCode() {
      return ownName.hashCode();
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject(own);
      out.writeUTF(ownName);
    }

    @SuppressWarnings("unchecked")
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      own = (List<Object>) in.readObject();
      ownName = in.readUTF();
    }
  }

  /** By its constructor. */
  record Made(List<Object> parts, String name) implements Node {
    @Override
    public boolean equals(Object other) {
      return other instanceof Made that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** Hashed with what it holds, which never leads to a node before it by such a set. */
  static final class Deep extends Plain {
    final Set<Object> held = new HashSet<>();

    Deep(String name) {
      super(name);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Deep && super.equals(other) && held.equals(((Deep) other).held);
    }

    @Override
    public int hashCode() {
      return 31 * held.hashCode() + super.hashCode();
    }
  }

  @TestFactory
  Stream<DynamicTest> randomGraphsArriveWithAllThatTheirCollectionsFind() {
    return IntStream.range(0, GRAPHS)
        .mapToObj(seed ->
            DynamicTest.dynamicTest(
                "seed " + seed,
                () -> {
                  Object graph = graph(new Random(seed));
                  new Comparison().compare(graph, new Peers().copy(graph));
                }));
  }

  private static Object graph(Random random) {
    int size = 2 + random.nextInt(7);
    Node[] nodes = new Node[size];
    for (int i = size - 1; i >= 0; i--) { // a deep node holds later ones
      nodes[i] = node(random, "node " + i);
      if (nodes[i] instanceof Deep deep) {
        for (int later = i + 1; later < size; later++) {
          if (random.nextBoolean()) {
            deep.held.add(nodes[later]);
          }
        }
      }
    }
    List<Object> collections = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      collections.add(collection(random, nodes));
    }
    for (Node node : nodes) {
      for (int i = random.nextInt(4); i > 0; i--) {
        node.parts()
            .add(
                random.nextInt(3) == 0
                    ? nodes[random.nextInt(size)]
                    : collections.get(random.nextInt(size)));
      }
    }
    Object root = random.nextBoolean() ? nodes[random.nextInt(size)] : collections.getFirst();
    return random.nextBoolean() ? root : new Object[] {root, collections.getLast(), nodes[0]};
  }

  private static Node node(Random random, String name) {
    return switch (random.nextInt(4)) {
      case 0 -> new Plain(name);
      case 1 -> new Hooked(name);
      case 2 -> new Made(new ArrayList<>(), name);
      default -> new Deep(name);
    };
  }

  private static Object collection(Random random, Node[] nodes) {
    List<Node> some = new ArrayList<>(List.of(nodes));
    Collections.shuffle(some, random);
    List<Node> chosen = some.subList(0, 1 + random.nextInt(some.size()));
    Map<Node, Object> map = new LinkedHashMap<>();
    chosen.forEach(node -> map.put(node, random.nextBoolean() ? node.name() : node));
    return switch (random.nextInt(17)) {
      case 0, 1 -> new HashSet<>(chosen);
      case 2 -> new LinkedHashSet<>(chosen);
      case 3 -> new TreeSet<>(chosen);
      case 4 -> new PriorityQueue<>(chosen);
      case 5 -> new ArrayDeque<>(chosen);
      case 6 -> new LinkedList<>(chosen);
      case 7, 8 -> new HashMap<>(map);
      case 9 -> new LinkedHashMap<>(map);
      case 10 -> new TreeMap<>(map);
      case 11 -> new ConcurrentHashMap<>(map);
      case 12 -> new ConcurrentSkipListMap<>(map);
      case 13 -> new Hashtable<>(map);
      case 14 -> Collections.unmodifiableSet(new HashSet<>(chosen));
      case 15 -> Set.copyOf(chosen);
      default -> Map.copyOf(map);
    };
  }

  /** Walks both graphs, and asks each collection for what is in it. */
  private static final class Comparison {

    private final Map<Object, Object> met = new IdentityHashMap<>();

    void compare(Object original, Object copy) {
      Object before = met.put(original, copy);
      if (before != null) {
        assertSame(before, copy);
        return;
      }
      assertEquals(original.getClass(), copy.getClass());
      switch (original) {
        case Node node -> compareNodes(node, (Node) copy);
        case Map<?, ?> map -> compareMaps(map, (Map<?, ?>) copy);
        case Collection<?> collection -> compareCollections(collection, (Collection<?>) copy);
        case Object[] array -> {
          for (int i = 0; i < array.length; i++) {
            compare(array[i], ((Object[]) copy)[i]);
          }
        }
        default -> assertEquals(original, copy);
      }
    }

    private void compareNodes(Node node, Node copy) {
      assertEquals(node.name(), copy.name());
      assertEquals(node.hashCode(), copy.hashCode());
      compare(node.parts(), copy.parts());
      if (node instanceof Deep deep) {
        compare(deep.held, ((Deep) copy).held);
      }
    }

    private void compareMaps(Map<?, ?> map, Map<?, ?> copy) {
      assertEquals(map.size(), copy.size());
      Map<String, Object> keys = byName(map.keySet());
      for (Map.Entry<?, ?> entry : copy.entrySet()) {
        Object key = keys.get(((Node) entry.getKey()).name());
        assertTrue(copy.containsKey(entry.getKey()));
        assertTrue(copy.containsKey(key));
        compare(key, entry.getKey());
        compareValues(map.get(key), copy.get(key));
      }
    }

    private void compareValues(Object value, Object copy) {
      if (value instanceof String) {
        assertEquals(value, copy);
      } else {
        compare(value, copy);
      }
    }

    private void compareCollections(Collection<?> collection, Collection<?> copy) {
      assertEquals(collection.size(), copy.size());
      if (collection instanceof Set
          && !(collection instanceof LinkedHashSet)
          && !(collection instanceof SortedSet)) {
        Map<String, Object> elements = byName(collection);
        for (Object element : copy) {
          Object original = elements.get(((Node) element).name());
          assertTrue(copy.contains(element));
          assertTrue(copy.contains(original));
          compare(original, element);
        }
        return;
      }
      Iterator<?> elements = collection.iterator();
      for (Object element : copy) {
        compare(elements.next(), element);
        assertTrue(!(copy instanceof Set) || copy.contains(element));
      }
    }

    private static Map<String, Object> byName(Collection<?> nodes) {
      Map<String, Object> byName = new HashMap<>();
      nodes.forEach(node -> byName.put(((Node) node).name(), node));
      return byName;
    }
  }
}
