package io.procpool.ipc.proxy;

import io.procpool.ipc.pickle.Pickler;
import io.procpool.ipc.pickle.SharedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seals arguments for a server that has not their classes: of a list each element, of a map each
 * value, since the server is to tell them apart.
 */
final class Sealing {

  private final Pickler pickler = Pickler.selfContained();

  @Nullable Object[] all(@Nullable Object[] arguments) {
    @Nullable Object[] sealed = new @Nullable Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      sealed[i] = argument(arguments[i]);
    }
    return sealed;
  }

  private @Nullable Object argument(@Nullable Object argument) {
    if (argument instanceof ArrayList<?> list && list.getClass() == ArrayList.class) {
      List<@Nullable Object> sealed = new ArrayList<>(list.size());
      list.forEach(element -> sealed.add(value(element)));
      return sealed;
    }
    if (argument instanceof HashMap<?, ?> map && map.getClass() == HashMap.class) {
      Map<Object, @Nullable Object> sealed = new HashMap<>();
      map.forEach((key, value) -> sealed.put(key, value(value)));
      return sealed;
    }
    return value(argument);
  }

  /** What every process knows stays as it is, and so can be compared there. */
  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Number number -> number;
      case Boolean truth -> truth;
      case SharedObject shared -> shared;
      default -> pickler.seal(value);
    };
  }
}
