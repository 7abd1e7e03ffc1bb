package io.procpool.ipc.pickle;

/**
 * Classes that stand in messages where the object's own class would tell the reader nothing. They
 * are known by their type: reflection on nesting throws for classes whose InnerClasses attributes
 * disagree, as Kotlin's compiler makes them.
 */
sealed interface Marker {

  /** Whether a class is one of these. */
  static boolean is(Class<?> type) {
    return Marker.class.isAssignableFrom(type);
  }

  /** What writeReplace gave. */
  final class Replaced implements Marker {
    private Replaced() {}
  }

  /** What {@link io.procpool.Pickling#reduce} asks for. */
  final class Reduced implements Marker {
    private Reduced() {}
  }

  /** A {@link SharedObject}'s ticket. */
  final class Shared implements Marker {
    private Shared() {}
  }

  /** A {@link java.lang.reflect.Proxy}: interfaces and handler. */
  final class Proxied implements Marker {
    private Proxied() {}
  }

  /** A logger, by name. */
  final class Logging implements Marker {
    private Logging() {}
  }
}
