package io.procpool.runtime.manager;

import io.procpool.ipc.pickle.SealedValue;
import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A set. */
final class ServedSet implements Served {

  private static final Methods.Set[] METHODS = Methods.Set.values();

  private final Set<Object> set = ConcurrentHashMap.newKeySet();

  @Override
  public ManagedKind kind() {
    return ManagedKind.SET;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter) {
    return switch (METHODS[method]) {
      case ADD -> set.add(a.get(0));
      case REMOVE -> set.remove(a.get(0));
      case CONTAINS -> set.contains(a.get(0));
      case SIZE -> set.size();
      case ADD_ALL -> {
        SealedValue.requireOpen(a.elements(0)); // all or none
        yield set.addAll(a.elements(0));
      }
      case REMOVE_ALL -> set.removeAll(a.elements(0));
      case RETAIN_ALL -> set.retainAll(a.elements(0));
      case COPY -> new HashSet<>(set);
      case CLEAR -> {
        set.clear();
        yield null;
      }
    };
  }
}
