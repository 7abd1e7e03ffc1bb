package io.procpool.ipc.pickle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a collection that other code made, of objects that were not whole, finds what is in
 * it; else has it made again, or is never right.
 */
final class HashCheck extends Filling {

  private final Object target;
  private final Runnable again;
  private @Nullable Object lost;

  /**
   * One for a set, a map, another collection, or what has a map view.
   *
   * @param again makes it again
   */
  HashCheck(Object target, Runnable again) {
    super(target);
    this.target = target;
    this.again = again;
    isFilled();
  }

  /** One for what is made once. */
  static HashCheck of(Object target) {
    return new HashCheck(target, () -> {});
  }

  /** Whether it has a method asMap, as multimaps have it. */
  static boolean hasMapView(Class<?> type) {
    return mapView(type) != null;
  }

  private static @Nullable Method mapView(Class<?> type) {
    try {
      Method method = type.getMethod("asMap");
      return Map.class.isAssignableFrom(method.getReturnType()) ? method : null;
    } catch (NoSuchMethodException | LinkageError none) {
      return null;
    }
  }

  @Override
  void fill() {
    again.run();
  }

  @Override
  boolean holds() {
    lost = null;
    switch (target) {
      case Map<?, ?> map -> check(map);
      case List<?> _ -> {}
      case Collection<?> collection -> check(collection);
      default -> {
        if (view() instanceof Map<?, ?> map) {
          check(map);
        }
      }
    }
    return lost == null;
  }

  private void check(Map<?, ?> map) {
    map.forEach((key, value) -> {
      if (!map.containsKey(key)) {
        lost = key;
      }
      if (value instanceof Set<?> values) {
        check(values);
      }
    });
  }

  private void check(Collection<?> collection) {
    for (Object element : collection) {
      if (!collection.contains(element)) {
        lost = element;
      }
    }
  }

  private @Nullable Object view() {
    Method method = mapView(target.getClass());
    try {
      return method == null ? null : method.invoke(target);
    } catch (IllegalAccessException closed) {
      return null; // its class is not public, and what it is cannot be asked
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("asMap threw " + e.getCause(), e.getCause());
    }
  }

  @Override
  @Nullable Object culprit() {
    return lost;
  }
}
