package io.procpool.runtime.call;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Inputs that no code of the caller makes while they are read, so that a large array among them
 * keeps its content while the caller waits, and need not be copied. Any other iterator might give
 * one array again and again, with another content each time.
 */
final class StillInputs {

  private static final Set<Class<?>> LISTS =
      Set.of(
          ArrayList.class, Arrays.asList().getClass(), List.of().getClass(), List.of(1).getClass());

  private StillInputs() {}

  /** Whether these are such; not so for most classes that would do. */
  static boolean are(Iterable<?> inputs) {
    return LISTS.contains(inputs.getClass());
  }
}
