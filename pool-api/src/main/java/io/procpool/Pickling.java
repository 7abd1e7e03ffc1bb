package io.procpool;

import static java.util.Objects.requireNonNull;

import io.procpool.spi.Reductions;
import org.jspecify.annotations.Nullable;

/** Tells how objects travel that would not, or not well, by themselves. */
public final class Pickling {

  private Pickling() {}

  /**
   * From now on objects of a class travel as a state and a function that makes an object from it.
   * The function travels too, so that the reading process registers nothing. Replaces what was said
   * of the class before; thread-safe.
   *
   * <pre>{@code
   * Pickling.reduce(Connection.class, Connection::url, url -> DriverManager.getConnection(url));
   * }</pre>
   *
   * @param type a class or interface; of several that an object has, the most specific counts, and
   *     a class before an interface
   * @param toState gives what travels; runs in the sending process
   * @param fromState makes the object again; runs in the receiving process
   */
  public static <T, S extends @Nullable Object> void reduce(
      Class<T> type,
      TaskFunction<? super T, ? extends S> toState,
      TaskFunction<? super S, ? extends T> fromState) {
    requireNonNull(type, "type");
    requireNonNull(toState, "toState");
    requireNonNull(fromState, "fromState");
    Reductions.put(type, new Reductions.Reduction(toState, fromState));
  }
}
