package io.procpool.spi;

import io.procpool.TaskFunction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What {@link io.procpool.Pickling#reduce} was told. Thread-safe. */
public final class Reductions {

  private static final Map<Class<?>, Reduction> REDUCTIONS = new ConcurrentHashMap<>();
  private static final AtomicLong VERSION = new AtomicLong();

  /**
   * How objects of a class travel.
   *
   * @param toState gives what travels
   * @param fromState makes the object again
   */
  public record Reduction(TaskFunction<?, ?> toState, TaskFunction<?, ?> fromState) {

    /** What travels of an object of the class that this is registered for. */
    @SuppressWarnings("unchecked")
    public @Nullable Object stateOf(Object object) throws Exception {
      return ((TaskFunction<Object, ?>) toState).apply(object);
    }
  }

  private Reductions() {}

  /** Sets the reduction of a class or interface. */
  public static void put(Class<?> type, Reduction reduction) {
    REDUCTIONS.put(type, reduction);
    VERSION.incrementAndGet();
  }

  /** Grows with each change. */
  public static long version() {
    return VERSION.get();
  }

  /** The reduction for objects of this class: its own, a superclass's or an interface's. */
  public static @Nullable Reduction find(Class<?> type) {
    if (REDUCTIONS.isEmpty()) {
      return null;
    }
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      Reduction found = REDUCTIONS.get(level);
      if (found != null) {
        return found;
      }
    }
    return ofInterface(type);
  }

  private static @Nullable Reduction ofInterface(Class<?> type) {
    Class<?> best = null;
    for (Class<?> candidate : REDUCTIONS.keySet()) {
      if (candidate.isInterface()
          && candidate.isAssignableFrom(type)
          && (best == null || isBetter(candidate, best))) {
        best = candidate;
      }
    }
    return best == null ? null : REDUCTIONS.get(best);
  }

  /** More specific, or else first by name, so that the choice does not vary. */
  private static boolean isBetter(Class<?> candidate, Class<?> best) {
    return best.isAssignableFrom(candidate)
        || (!candidate.isAssignableFrom(best) && candidate.getName().compareTo(best.getName()) < 0);
  }
}
