package io.procpool;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values by name in a manager: Python's {@code Namespace}. Each method is one call and one step.
 * Any thread may use it; it may be sent anywhere.
 */
public interface Namespace {

  /**
   * A copy of the value of that name, or what stands there if it is a managed object.
   *
   * @return null if there is none
   */
  @Nullable Object get(String name);

  /**
   * As {@link #get(String)}, cast.
   *
   * @throws java.util.NoSuchElementException if there is none
   * @throws ClassCastException if it is of another type
   */
  <T> T get(String name, Class<T> type);

  /** Sets the value of a name; null removes it. */
  void set(String name, @Nullable Object value);

  /** Removes a name; whether it was there. */
  boolean remove(String name);

  /** A copy of the names there are. */
  Set<String> names();

  /** A copy of all, taken in one call. */
  Map<String, Object> toMap();
}
