package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Registration;
import org.jspecify.annotations.Nullable;

/**
 * A definition of the peer and, from its first use on, what it is in this process. Thread-safe: its
 * fields are set by benign races, every thread finds equal values.
 */
final class KnownType {

  private final Definition definition;
  private final ClassLoader loader;
  private volatile @Nullable Class<?> type;
  private volatile @Nullable Registration lambda;
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

  /**
   * The class of this name, not initialised; a lambda's: the one that holds its code.
   *
   * @throws ClassMissingException if neither the reader's loader nor the code that reads sees it
   */
  Class<?> type() {
    Class<?> found = type;
    if (found == null) {
      found = classNamed(definition.name(), loader);
      type = found;
    }
    return found;
  }

  /** What Kryo reads the lambdas of a call site by; null if it is none. */
  @Nullable Registration lambda() {
    if (!definition.kind().isLambda()) {
      return null;
    }
    Registration registration = lambda;
    if (registration == null) {
      registration =
          LambdaReader.registration(
              definition.kind() == Definition.Kind.LAMBDA
                  ? LambdaShape.of(definition, type())
                  : PlainLambdaShape.of(definition, type()));
      lambda = registration;
    }
    return registration;
  }

  Definition definition() {
    return definition;
  }

  /** Checks that this process would write such objects as the peer did. */
  void checkSameHere() {
    if (!same) {
      ClassPlan.forReading(type()).definition().requireSame(definition);
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
      Class<?> found = seenByCallers(name, loader);
      if (found != null) {
        return found;
      }
      throw missing(name, e);
    }
  }

  /** The class as the code that reads sees it. */
  private static @Nullable Class<?> seenByCallers(String name, ClassLoader but) {
    for (ClassLoader caller : ApplicationLoader.ofCallers()) {
      if (caller != but) {
        try {
          return Class.forName(name, false, caller);
        } catch (ClassNotFoundException | LinkageError e) {
          // The next one may; else the reader's own loader says why not.
        }
      }
    }
    return null;
  }

  private static ClassMissingException missing(String name, Throwable cause) {
    return new ClassMissingException(
        "a message cannot be read: class "
            + name
            + " cannot be loaded in this process (pid="
            + ProcessHandle.current().pid()
            + "): it is not on its class path. Classes in memory only (java Main.java, JShell) or"
            + " of a loader of the program's own must be compiled into a directory or jar that"
            + " -cp or the option withClassPath names. "
            + cause,
        cause);
  }
}
