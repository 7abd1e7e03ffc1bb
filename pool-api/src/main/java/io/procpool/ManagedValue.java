package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * One value of any type in a manager; each method is one call and one step. What is read is a copy.
 * Any thread may use it; it may be sent anywhere.
 *
 * @param <T> what it holds
 */
public interface ManagedValue<T extends @Nullable Object> {

  /** The value. */
  T get();

  /** Sets the value. */
  void set(T value);

  /** Sets the value and gives what it was. */
  T getAndSet(T value);

  /**
   * Sets the value if it equals what was expected, by {@link Object#equals}.
   *
   * @return whether it did
   */
  boolean compareAndSet(T expected, T value);
}
