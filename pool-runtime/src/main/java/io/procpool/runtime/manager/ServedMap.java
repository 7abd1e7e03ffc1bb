package io.procpool.runtime.manager;

import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A map, or a namespace. */
final class ServedMap implements Served {

  private static final Methods.Map[] METHODS = Methods.Map.values();

  private final ManagedKind kind;
  private final ConcurrentMap<Object, Object> map = new ConcurrentHashMap<>();

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
      case GET -> map.get(a.get(0));
      case PUT -> map.put(a.get(0), a.get(1));
      case REMOVE -> map.remove(a.get(0));
      case PUT_IF_ABSENT -> map.putIfAbsent(a.get(0), a.get(1));
      case REPLACE -> map.replace(a.get(0), a.get(1));
      case REPLACE_IF -> map.replace(a.get(0), a.get(1), a.get(2));
      case REMOVE_IF -> map.remove(a.get(0), a.get(1));
      case CONTAINS_KEY -> map.containsKey(a.get(0));
      case CONTAINS_VALUE -> map.containsValue(a.get(0));
      case SIZE -> map.size();
      case COPY -> new HashMap<>(map);
      case CLEAR -> {
        map.clear();
        yield null;
      }
      case PUT_ALL -> {
        map.putAll((Map<?, ?>) a.get(0));
        yield null;
      }
    };
  }
}
