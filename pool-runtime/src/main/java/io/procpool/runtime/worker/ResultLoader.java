package io.procpool.runtime.worker;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes of results: by the loaders of the functions that the pool was called with, such
 * as a plug-in's, then by the loader of the thread that opened the pool. Thread-safe.
 */
public final class ResultLoader extends ClassLoader {

  static {
    boolean _ = registerAsParallelCapable();
  }

  private final Set<ClassLoader> functions =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Knows no function yet. */
  ResultLoader(ClassLoader opener) {
    super("procpool-results", opener);
  }

  /** Takes in where a function comes from; null: the JDK. */
  public void sees(@Nullable ClassLoader function) {
    if (function != null && function != getParent()) {
      boolean _ = functions.add(function);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    List<ClassLoader> before;
    synchronized (functions) {
      before = List.copyOf(functions);
    }
    for (ClassLoader function : before) {
      try {
        return function.loadClass(name);
      } catch (ClassNotFoundException notThere) {
        // Another function's, or the opener's.
      }
    }
    return super.loadClass(name, resolve);
  }
}
