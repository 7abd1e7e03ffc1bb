package io.procpool.ipc.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's collections that their public constructors and methods make again, by exact class. The
 * others go by their java.io protocol, as a LinkedHashMap does for the sake of its access order.
 */
@SuppressWarnings("JdkObsolete") // users' lists are of the class they chose
final class JdkCollections {

  /** In the order of their numbers. */
  private static final Map<Class<?>, GraphSerializer<?>> SERIALIZERS = new LinkedHashMap<>();

  static {
    SERIALIZERS.put(ArrayList.class, new CollectionSerializer<>((n, _) -> new ArrayList<>(n)));
    SERIALIZERS.put(LinkedList.class, new CollectionSerializer<>((_, _) -> new LinkedList<>()));
    SERIALIZERS.put(ArrayDeque.class, new CollectionSerializer<>((n, _) -> new ArrayDeque<>(n)));
    SERIALIZERS.put(HashSet.class, new CollectionSerializer<>((n, _) -> HashSet.newHashSet(n)));
    SERIALIZERS.put(
        LinkedHashSet.class,
        new CollectionSerializer<>((n, _) -> LinkedHashSet.newLinkedHashSet(n)));
    SERIALIZERS.put(TreeSet.class, new CollectionSerializer<>((_, order) -> new TreeSet<>(order)));
    SERIALIZERS.put(
        ConcurrentLinkedQueue.class,
        new CollectionSerializer<>((_, _) -> new ConcurrentLinkedQueue<>()));
    SERIALIZERS.put(
        ConcurrentLinkedDeque.class,
        new CollectionSerializer<>((_, _) -> new ConcurrentLinkedDeque<>()));
    SERIALIZERS.put(HashMap.class, new MapSerializer<>((n, _) -> HashMap.newHashMap(n)));
    SERIALIZERS.put(TreeMap.class, new MapSerializer<>((_, order) -> new TreeMap<>(order)));
    SERIALIZERS.put(
        ConcurrentHashMap.class, new MapSerializer<>((n, _) -> new ConcurrentHashMap<>(n)));
    SERIALIZERS.put(
        WeakHashMap.class, new MapSerializer<>((n, _) -> WeakHashMap.newWeakHashMap(n)));
    SERIALIZERS.put(Optional.class, new OptionalSerializer());
  }

  private JdkCollections() {}

  static @Nullable GraphSerializer<?> serializer(Class<?> type) {
    return SERIALIZERS.get(type);
  }

  static Stream<Class<?>> classes() {
    return SERIALIZERS.keySet().stream();
  }

  /** Makes an empty collection for a number of elements. */
  interface Maker<C> {
    C make(int size, @Nullable Comparator<Object> order);
  }

  private static final class OptionalSerializer extends GraphSerializer<Optional<?>> {

    @Override
    void write(PickleKryo kryo, PickleOutput output, Optional<?> optional) {
      kryo.writeClassAndObject(output, optional.orElse(null));
    }

    @Override
    Optional<?> read(PickleKryo kryo, PickleInput input, Class<? extends Optional<?>> type) {
      return Optional.ofNullable(kryo.readClassAndObject(input));
    }
  }
}
