package io.procpool.ipc.pickle;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills a collection or map with elements that were read before. Those that hash are right while
 * their elements' hash codes are what they were, sorted ones while their order is.
 */
final class ElementsFilling extends Filling {

  /** Fills it from scratch. */
  interface Action {
    void fill();
  }

  /** How to see whether what was done holds. */
  enum Check {
    /** By the elements' hash codes. */
    HASH,
    /** By the order that a sorted set or map goes by. */
    ORDER,
    /** By a priority queue's order. */
    HEAP,
    /** By the order, before it is filled: that goes once. */
    ONCE,
    /** Nothing can change: it asks its elements for nothing. */
    NONE;

    static Check of(Object target) {
      return target instanceof SortedSet || target instanceof SortedMap ? ORDER : HASH;
    }
  }

  private final Object target;
  private final Check check;
  private final List<@Nullable Object> keys;
  private final int step;
  private final Action action;
  private int[] hashes = {};
  private boolean ran;

  /**
   * A filling.
   *
   * @param keys the elements, in order; every {@code step}th one counts. Those that did not exist
   *     when they were read are put in later, with {@link #spoil}
   */
  ElementsFilling(
      Object target, Check check, List<@Nullable Object> keys, int step, Action action) {
    super(target);
    this.target = target;
    this.check = check;
    this.keys = keys;
    this.step = step;
    this.action = action;
  }

  static ElementsFilling of(
      Collection<@Nullable Object> target, List<@Nullable Object> elements, boolean asks) {
    return new ElementsFilling(
        target,
        asks ? Check.of(target) : Check.NONE,
        elements,
        1,
        () -> {
          target.clear();
          target.addAll(elements);
        });
  }

  /**
   * One for a map.
   *
   * @param entries keys and values in turn
   */
  static ElementsFilling of(
      Map<@Nullable Object, @Nullable Object> target, List<@Nullable Object> entries) {
    return new ElementsFilling(
        target,
        Check.of(target),
        entries,
        2,
        () -> {
          target.clear();
          for (int i = 0; i < entries.size(); i += 2) {
            target.put(entries.get(i), entries.get(i + 1));
          }
        });
  }

  @Override
  void fill() {
    if (check == Check.HASH) {
      hashes = new int[keys.size()];
      for (int i = 0; i < keys.size(); i += step) {
        hashes[i] = Objects.hashCode(keys.get(i));
      }
    }
    if (check == Check.ONCE) {
      requireOrder();
      if (ran) {
        putAgain(cast(target));
        return;
      }
      ran = true;
    }
    action.fill();
  }

  private void putAgain(Map<@Nullable Object, @Nullable Object> map) {
    map.clear();
    for (int i = 0; i < keys.size() - 1; i += 2) {
      map.put(keys.get(i), keys.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<@Nullable Object, @Nullable Object> cast(Object map) {
    return (Map<@Nullable Object, @Nullable Object>) map;
  }

  @Override
  boolean holds() {
    return wrong() < 0;
  }

  @Override
  @Nullable Object culprit() {
    int index = wrong();
    return index < 0 ? null : keys.get(index);
  }

  /** The index of an element that is at fault, or -1. */
  private int wrong() {
    int wrong =
        switch (check) {
          case HASH -> wrongHash();
          case ORDER -> wrongOrder();
          case HEAP -> wrongHeap((PriorityQueue<?>) target);
          case ONCE, NONE -> -1;
        };
    return wrong < 0 && check != Check.NONE && check != Check.ONCE && isShort() ? 0 : wrong;
  }

  /** Elements that were not equal in the original are equal now. */
  private boolean isShort() {
    return switch (target) {
      case WeakHashMap<?, ?> _ -> false;
      case Map<?, ?> map -> map.size() < keys.size() / step;
      case Collection<?> collection -> collection.size() < keys.size();
      default -> false;
    };
  }

  private int wrongHash() {
    for (int i = 0; i < keys.size(); i += step) {
      if (hashes[i] != Objects.hashCode(keys.get(i)) || !finds(keys.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** A user's subclass may have its own opinion of what is in it. */
  private boolean finds(@Nullable Object key) {
    if (!SerializerChoice.isJdk(target.getClass())) {
      return true;
    }
    return target instanceof Map<?, ?> map
        ? map.containsKey(key)
        : ((Collection<?>) target).contains(key);
  }

  private int wrongOrder() {
    Comparator<? super Object> order = order();
    Object before = null;
    boolean first = true;
    for (Object next : target instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) target) {
      if (!first && order.compare(before, next) >= 0) {
        return 0;
      }
      before = next;
      first = false;
    }
    return -1;
  }

  /** Throws unless all is there and in order, so that a map that counts twice is not begun. */
  private void requireOrder() {
    Comparator<? super Object> order = order();
    for (int i = 0; i < keys.size() - 1; i++) { // null ends it
      if (keys.get(i) == null
          || (i >= step && i % step == 0 && order.compare(keys.get(i - step), keys.get(i)) >= 0)) {
        throw new IllegalStateException("the order of its keys has changed");
      }
    }
  }

  private int wrongHeap(PriorityQueue<?> queue) {
    Object[] heap = queue.toArray();
    Comparator<? super Object> order = order();
    for (int i = 1; i < heap.length; i++) {
      if (order.compare(heap[(i - 1) / 2], heap[i]) > 0) {
        return 0;
      }
    }
    return -1;
  }

  @SuppressWarnings("unchecked")
  private Comparator<? super Object> order() {
    Comparator<?> given =
        switch (target) {
          case SortedSet<?> set -> set.comparator();
          case SortedMap<?, ?> map -> map.comparator();
          case PriorityQueue<?> queue -> queue.comparator();
          default -> throw new IllegalStateException(target.getClass() + " is not sorted");
        };
    return given == null
        ? (Comparator<? super Object>) (Comparator<?>) Comparator.naturalOrder()
        : (Comparator<? super Object>) given;
  }
}
