package io.procpool.runtime.manager;

import io.procpool.ipc.pickle.SealedValue;
import io.procpool.ipc.pickle.ShortName;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, checked: a client may send anything. */
final class Arguments {

  private final @Nullable Object[] values;

  Arguments(@Nullable Object... values) {
    this.values = values;
  }

  @Nullable Object[] all() {
    return values;
  }

  @Nullable Object any(int index) {
    if (index >= values.length) {
      throw new IllegalArgumentException(
          "a call lacks an argument: index=" + index + " given=" + values.length);
    }
    return values[index];
  }

  Object get(int index) {
    Object value = any(index);
    if (value == null) {
      throw new NullPointerException("null is refused: argument=" + index);
    }
    return value;
  }

  /**
   * An argument that is used here, and not only kept; or null.
   *
   * @throws io.procpool.NotSendableException if its class is missing here
   */
  <T> @Nullable T used(int index, Class<T> type) {
    Object value = any(index);
    SealedValue.requireOpen(value);
    if (value != null && !type.isInstance(value)) {
      throw wrong(index, "a " + ShortName.of(type));
    }
    return type.cast(value);
  }

  int number(int index) {
    if (get(index) instanceof Integer number) {
      return number;
    }
    throw wrong(index, "an int");
  }

  long nanos(int index) {
    if (get(index) instanceof Long nanos) {
      return nanos;
    }
    throw wrong(index, "a long");
  }

  String text(int index) {
    if (get(index) instanceof String text) {
      return text;
    }
    throw wrong(index, "a String");
  }

  @SuppressWarnings("unchecked")
  Collection<Object> elements(int index) {
    if (get(index) instanceof Collection<?> elements) {
      return (Collection<Object>) elements;
    }
    throw wrong(index, "a collection");
  }

  private static IllegalArgumentException wrong(int index, String expected) {
    return new IllegalArgumentException(
        "a call's argument is not " + expected + ": index=" + index);
  }
}
