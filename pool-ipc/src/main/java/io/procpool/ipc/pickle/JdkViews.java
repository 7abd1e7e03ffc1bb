package io.procpool.ipc.pickle;

import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Views of the JDK's collections, such as subList and keySet, travel as collections of their own
 * with the same elements in the same order. What else of the JDK is not Serializable is refused.
 */
final class JdkViews extends GraphSerializer<Object> {

  private static final Class<?> IDENTITY_SET =
      Collections.newSetFromMap(new IdentityHashMap<>()).getClass();

  private final GraphSerializer<Object> target;
  private final UnaryOperator<Object> copy;

  private JdkViews(GraphSerializer<Object> target, UnaryOperator<Object> copy) {
    this.target = target;
    this.copy = copy;
  }

  /**
   * The plan of a JDK class that is not Serializable.
   *
   * @throws Unsendable unless it is a view
   */
  static ClassPlan plan(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers())) {
      if (SortedSet.class.isAssignableFrom(type)) {
        return as(TreeSet.class, UnaryOperator.identity());
      }
      if (Set.class.isAssignableFrom(type)) {
        return type.getName().startsWith("java.util.IdentityHashMap$")
            ? as(IDENTITY_SET, JdkViews::identitySet)
            : as(LinkedHashSet.class, UnaryOperator.identity());
      }
      if (Deque.class.isAssignableFrom(type)) { // before lists: a reversed LinkedList is both
        return as(LinkedList.class, UnaryOperator.identity());
      }
      if (List.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
        return as(ArrayList.class, UnaryOperator.identity());
      }
      if (SortedMap.class.isAssignableFrom(type)) {
        return as(TreeMap.class, UnaryOperator.identity());
      }
      if (Map.class.isAssignableFrom(type)) {
        return as(LinkedHashMap.class, map -> new LinkedHashMap<>((Map<?, ?>) map));
      }
      if (Map.Entry.class.isAssignableFrom(type)) {
        return as(
            AbstractMap.SimpleEntry.class,
            entry -> new AbstractMap.SimpleEntry<>((Map.Entry<?, ?>) entry));
      }
    }
    throw Unsendable.refused(
        type,
        "it is neither Serializable nor a value: send what it was made from, make it in the task,"
            + " or use Pickling.reduce");
  }

  /** What is equal and not the same stays apart, as in the map; entries are copied. */
  private static Set<@Nullable Object> identitySet(Object view) {
    Set<@Nullable Object> set = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Object element : (Set<?>) view) {
      set.add(
          element instanceof Map.Entry<?, ?> entry
              ? new AbstractMap.SimpleEntry<>(entry)
              : element);
    }
    return set;
  }

  @SuppressWarnings("unchecked")
  private static ClassPlan as(Class<?> type, UnaryOperator<Object> copy) {
    ClassPlan plan = ClassPlan.forReading(type);
    GraphSerializer<Object> target = (GraphSerializer<Object>) plan.serializers().get();
    return ClassPlan.of(plan.definition(), new JdkViews(target, copy));
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object view) {
    target.write(kryo, output, copy.apply(view));
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    throw new IllegalStateException("only writes");
  }
}
