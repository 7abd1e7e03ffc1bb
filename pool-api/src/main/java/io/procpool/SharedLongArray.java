package io.procpool;

/** An array of long values in memory that processes share; see {@link SharedArray}. */
public interface SharedLongArray extends SharedArray {

  /** Reads an element. */
  long get(long index);

  /** Writes an element. */
  void set(long index, long value);

  /** Writes an element and returns what it was, in one step. */
  long getAndSet(long index, long value);

  /** Writes an element if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(long index, long expected, long value);

  /** Adds to an element in one step and returns what it was; overflow wraps. */
  long getAndAdd(long index, long delta);

  /** Adds to an element in one step and returns what it is then; overflow wraps. */
  long addAndGet(long index, long delta);

  /** Copies elements from {@code index} on to an array, from its start on until it is full. */
  void read(long index, long[] to);

  /** Copies a whole array to the elements from {@code index} on. */
  void write(long index, long... from);

  /**
   * A copy of all elements.
   *
   * @throws IllegalStateException if there are more than a Java array can have
   */
  long[] toArray();
}
