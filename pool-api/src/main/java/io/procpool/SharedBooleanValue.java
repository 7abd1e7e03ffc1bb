package io.procpool;

/** One boolean value in memory that processes share; see {@link SharedValue}. */
public interface SharedBooleanValue extends SharedValue {

  /** Reads the value. */
  boolean get();

  /** Writes the value. */
  void set(boolean value);

  /** Writes the value and returns what it was, in one step. */
  boolean getAndSet(boolean value);

  /** Writes the value if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(boolean expected, boolean value);
}
