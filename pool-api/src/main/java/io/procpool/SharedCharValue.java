package io.procpool;

/** One char value in memory that processes share; see {@link SharedValue}. */
public interface SharedCharValue extends SharedValue {

  /** Reads the value. */
  char get();

  /** Writes the value. */
  void set(char value);

  /** Writes the value and returns what it was, in one step. */
  char getAndSet(char value);

  /** Writes the value if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(char expected, char value);
}
