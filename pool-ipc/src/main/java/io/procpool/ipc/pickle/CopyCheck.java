package io.procpool.ipc.pickle;

import java.util.Collection;
import java.util.Map;

/** Looks whether what a constructor copied from a collection before it was right is all there. */
final class CopyCheck extends Filling {

  private final Object copy;
  private final Object original;

  CopyCheck(Object copy, Object original) {
    super(copy);
    this.copy = copy;
    this.original = original;
    isFilled();
  }

  @Override
  void fill() {
    // The constructor has run: it stays wrong.
  }

  @Override
  boolean holds() {
    return elements(copy).size() == elements(original).size()
        && elements(original).containsAll(elements(copy));
  }

  private static Collection<?> elements(Object collection) {
    return switch (collection) {
      case Map<?, ?> map -> map.keySet();
      case Collection<?> elements -> elements;
      default -> java.util.List.of();
    };
  }
}
