package io.procpool.runtime.manager;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A map, or a namespace. Each value that is put has a stamp of its own. */
final class ServedMap implements Served {

  private static final Methods.Map[] METHODS = Methods.Map.values();

  private final ManagedKind kind;
  private final ConcurrentMap<Object, Stamped> map = new ConcurrentHashMap<>();
  private final AtomicLong stamps = new AtomicLong();

  /** A value as it was put once; equal to itself only. */
  private static final class Stamped {
    final Object value;
    final long stamp;

    Stamped(Object value, long stamp) {
      this.value = value;
      this.stamp = stamp;
    }
  }

  ServedMap(ManagedKind kind) {
    this.kind = kind;
  }

  @Override
  public ManagedKind kind() {
    return kind;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter) {
    return switch (METHODS[method]) {
      case GET -> value(map.get(a.get(0)));
      case PUT -> value(map.put(a.get(0), stamped(a.get(1))));
      case REMOVE -> value(map.remove(a.get(0)));
      case PUT_IF_ABSENT -> value(map.putIfAbsent(a.get(0), stamped(a.get(1))));
      case REPLACE -> value(map.replace(a.get(0), stamped(a.get(1))));
      case REPLACE_IF -> change(a.get(0), holds(a.get(1)), stamped(a.get(2)));
      case REMOVE_IF -> change(a.get(0), holds(a.get(1)), null);
      case REPLACE_STAMPED -> change(a.get(0), has(a.get(1)), stamped(a.get(2)));
      case REMOVE_STAMPED -> change(a.get(0), has(a.get(1)), null);
      case CONTAINS_KEY -> map.containsKey(a.get(0));
      case CONTAINS_VALUE -> map.values().stream().anyMatch(holds(a.get(0)));
      case SIZE -> map.size();
      case COPY -> copy();
      case GET_STAMPED -> valueAndStamp(map.get(a.get(0)));
      case CLEAR -> {
        map.clear();
        yield null;
      }
      case PUT_ALL -> {
        ((Map<?, ?>) a.get(0)).forEach((key, value) -> map.put(key, stamped(value)));
        yield null;
      }
    };
  }

  private Stamped stamped(Object value) {
    return new Stamped(requireNonNull(value, "value"), stamps.incrementAndGet());
  }

  private static Predicate<Stamped> holds(Object value) {
    return present -> value.equals(present.value);
  }

  private static Predicate<Stamped> has(Object stamp) {
    return present -> stamp.equals(present.stamp);
  }

  /**
   * Replaces, or removes, a value if it passes; once the entry is changed meanwhile, looks again.
   */
  private boolean change(Object key, Predicate<Stamped> test, @Nullable Stamped to) {
    Stamped present;
    while ((present = map.get(key)) != null && test.test(present)) {
      if (to == null ? map.remove(key, present) : map.replace(key, present, to)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object value(@Nullable Stamped stamped) {
    return stamped == null ? null : stamped.value;
  }

  private static @Nullable List<Object> valueAndStamp(@Nullable Stamped stamped) {
    return stamped == null ? null : new ArrayList<>(List.of(stamped.value, stamped.stamp));
  }

  private Map<Object, Object> copy() {
    Map<Object, Object> copy = new HashMap<>();
    map.forEach((key, stamped) -> copy.put(key, stamped.value));
    return copy;
  }
}
