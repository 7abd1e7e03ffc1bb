package io.procpool.ipc.classes;

import org.jspecify.annotations.Nullable;

/** Class loaders, as procpool's own sees them: which live longer, and which may end before it. */
public final class Loaders {

  private static final @Nullable ClassLoader OWN = Loaders.class.getClassLoader();

  private Loaders() {}

  /** Whether a class outlives procpool's, since its loader is one that procpool's delegates to. */
  static boolean outlivesUs(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader != OWN && isOuter(loader);
  }

  /** Whether a class may be unloaded while procpool goes on, as a plug-in's. */
  public static boolean mayEndBeforeUs(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader != OWN && !isOuter(loader);
  }

  private static boolean isOuter(@Nullable ClassLoader loader) {
    if (loader == null) {
      return true; // the JDK's innermost, which never ends
    }
    ClassLoader outer = OWN;
    while (outer != null) {
      outer = outer.getParent();
      if (outer == loader) {
        return true;
      }
    }
    return false;
  }
}
