package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import java.lang.StackWalker.StackFrame;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which class loader sees the application's classes. The system's loader need not: a launcher such
 * as Spring Boot's loads the application, and procpool with it, by a loader of its own; a plug-in's
 * loader has classes that procpool's own does not see.
 */
public final class ApplicationLoader {

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private ApplicationLoader() {}

  /** The loader of procpool itself, which a launcher has load the application, too. */
  public static ClassLoader own() {
    return requireNonNull(ApplicationLoader.class.getClassLoader(), "never the boot loader");
  }

  /** The calling thread's context loader, or {@link #own} where it has none. */
  public static ClassLoader ofThread() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? own() : context;
  }

  /**
   * The loader of the code that called procpool, or, where it sees what that one does and more, the
   * calling thread's context loader.
   */
  public static ClassLoader ofCaller() {
    ClassLoader caller =
        STACK.walk(frames ->
            frames
                .map(StackFrame::getDeclaringClass)
                .filter(ApplicationLoader::isCaller)
                .map(Class::getClassLoader)
                .findFirst()
                .orElse(own()));
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return sees(context, caller) ? context : caller;
  }

  /**
   * Those of all code that waits for this call, nearest first, then the thread's context loader and
   * procpool's own.
   */
  static Set<ClassLoader> ofCallers() {
    Set<ClassLoader> callers = new LinkedHashSet<>();
    STACK.forEach(frame -> {
      if (isCaller(frame.getDeclaringClass())) {
        callers.add(frame.getDeclaringClass().getClassLoader());
      }
    });
    callers.add(ofThread());
    callers.add(own());
    return callers;
  }

  /** Whether a class is neither procpool's, with its Kryo, nor the JDK's. */
  private static boolean isCaller(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return false;
    }
    String name = type.getName();
    return loader != own()
        || !(name.startsWith("io.procpool.") || name.startsWith("com.esotericsoftware."));
  }

  private static boolean sees(@Nullable ClassLoader loader, ClassLoader ancestor) {
    for (ClassLoader each = loader; each != null; each = each.getParent()) {
      if (each == ancestor) {
        return true;
      }
    }
    return false;
  }
}
