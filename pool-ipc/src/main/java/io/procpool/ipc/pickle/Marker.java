package io.procpool.ipc.pickle;

/** Classes that stand in messages where the object's own class would tell the reader nothing. */
final class Marker {

  private Marker() {}

  /** What writeReplace gave. */
  static final class Replaced {
    private Replaced() {}
  }

  /** What {@link io.procpool.Pickling#reduce} asks for. */
  static final class Reduced {
    private Reduced() {}
  }

  /** A {@link SharedObject}'s ticket. */
  static final class Shared {
    private Shared() {}
  }

  /** A {@link java.lang.reflect.Proxy}: interfaces and handler. */
  static final class Proxied {
    private Proxied() {}
  }

  /** A logger, by name. */
  static final class Logging {
    private Logging() {}
  }
}
