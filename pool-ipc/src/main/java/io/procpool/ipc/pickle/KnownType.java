package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import org.jspecify.annotations.Nullable;

/**
 * A definition of the peer and, from its first use on, what it is in this process. Thread-safe: its
 * fields are set by benign races, every thread finds equal values.
 */
final class KnownType {

  private final Definition definition;
  private final ClassLoader loader;
  private volatile @Nullable Class<?> type;
  private volatile @Nullable LambdaShape lambda;
  private volatile boolean same;

  KnownType(Definition definition, ClassLoader loader) {
    this.definition = definition;
    this.loader = loader;
  }

  /** A class that is the same in all processes. */
  static KnownType here(Class<?> type) {
    KnownType known =
        new KnownType(
            Definition.of(Definition.Kind.NAME, type), ClassLoader.getPlatformClassLoader());
    known.type = type;
    known.same = true;
    return known;
  }

  /** The class of this name, not initialised; a lambda's: the one that holds its code. */
  Class<?> type() {
    Class<?> found = type;
    if (found == null) {
      found = classNamed(definition.name(), loader);
      type = found;
    }
    return found;
  }

  /** The call site, if it is a lambda. */
  @Nullable LambdaShape lambda() {
    if (definition.kind() != Definition.Kind.LAMBDA) {
      return null;
    }
    LambdaShape shape = lambda;
    if (shape == null) {
      shape = LambdaShape.of(definition, type());
      lambda = shape;
    }
    return shape;
  }

  /** Checks that this process would write such objects as the peer did. */
  void checkSameHere() {
    if (!same) {
      Definition here = ClassPlan.forReading(type()).definition();
      if (!here.equals(definition)) {
        throw new NotSendableException(
            "a message cannot be read: there are two different versions of "
                + definition.name()
                + ": it was written "
                + definition.describe()
                + ", but would be read "
                + here.describe()
                + "; the processes must run the same classes",
            null);
      }
      same = true;
    }
  }

  private static Class<?> classNamed(String name, ClassLoader loader) {
    Class<?> primitive = Class.forPrimitiveName(name);
    if (primitive != null) {
      return primitive;
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new NotSendableException(
          "a message cannot be read: class "
              + name
              + " cannot be loaded in this process (pid="
              + ProcessHandle.current().pid()
              + "); is it on its class path? "
              + e,
          e);
    }
  }
}
