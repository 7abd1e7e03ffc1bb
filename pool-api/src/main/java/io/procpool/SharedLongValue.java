package io.procpool;

/** One long value in memory that processes share; see {@link SharedValue}. */
public interface SharedLongValue extends SharedValue {

  /** Reads the value. */
  long get();

  /** Writes the value. */
  void set(long value);

  /** Writes the value and returns what it was, in one step. */
  long getAndSet(long value);

  /** Writes the value if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(long expected, long value);

  /** Adds to the value in one step and returns what it was; overflow wraps. */
  long getAndAdd(long delta);

  /** Adds to the value in one step and returns what it is then; overflow wraps. */
  long addAndGet(long delta);
}
