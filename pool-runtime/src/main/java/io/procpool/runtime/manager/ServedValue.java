package io.procpool.runtime.manager;

import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value. */
final class ServedValue implements Served {

  private static final Methods.Value[] METHODS = Methods.Value.values();

  private @Nullable Object value; // guarded by this

  ServedValue(@Nullable Object initial) {
    value = initial;
  }

  @Override
  public ManagedKind kind() {
    return ManagedKind.VALUE;
  }

  @Override
  public synchronized @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter) {
    return switch (METHODS[method]) {
      case GET -> value;
      case SET -> set(a.any(0), null);
      case GET_AND_SET -> set(a.any(0), value);
      case COMPARE_AND_SET -> {
        boolean equal = Objects.equals(value, a.any(0));
        yield equal ? set(a.any(1), true) : false;
      }
    };
  }

  private @Nullable Object set(@Nullable Object to, @Nullable Object answer) {
    value = to;
    return answer;
  }
}
