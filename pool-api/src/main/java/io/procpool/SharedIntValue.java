package io.procpool;

/** One int value in memory that processes share; see {@link SharedValue}. */
public interface SharedIntValue extends SharedValue {

  /** Reads the value. */
  int get();

  /** Writes the value. */
  void set(int value);

  /** Writes the value and returns what it was, in one step. */
  int getAndSet(int value);

  /** Writes the value if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(int expected, int value);

  /** Adds to the value in one step and returns what it was; overflow wraps. */
  int getAndAdd(int delta);

  /** Adds to the value in one step and returns what it is then; overflow wraps. */
  int addAndGet(int delta);
}
