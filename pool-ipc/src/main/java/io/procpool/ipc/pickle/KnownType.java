package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import org.jspecify.annotations.Nullable;

/** A definition of the peer and, from its first use on, what it is in this process. Thread-safe. */
final class KnownType {

  private final Definition definition;
  private final ClassLoader loader;

  /** Benign race: every thread finds an equal value. */
  private volatile @Nullable Object resolved;

  KnownType(Definition definition, ClassLoader loader) {
    this.definition = definition;
    this.loader = loader;
  }

  Definition definition() {
    return definition;
  }

  /** The class, or the {@link LambdaShape}, that this is here. */
  Object resolve() {
    Object known = resolved;
    if (known == null) {
      known =
          definition.kind() == Definition.Kind.LAMBDA
              ? LambdaShape.of(definition, loader)
              : classNamed(definition.name(), loader);
      resolved = known;
    }
    return known;
  }

  static Class<?> classNamed(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new NotSendableException(
          "a message cannot be read: class "
              + name
              + " is not on this process's class path (pid="
              + ProcessHandle.current().pid()
              + "): "
              + e,
          e);
    }
  }
}
