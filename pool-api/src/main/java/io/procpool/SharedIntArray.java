package io.procpool;

/** An array of int values in memory that processes share; see {@link SharedArray}. */
public interface SharedIntArray extends SharedArray {

  /** Reads an element. */
  int get(long index);

  /** Writes an element. */
  void set(long index, int value);

  /** Writes an element and returns what it was, in one step. */
  int getAndSet(long index, int value);

  /** Writes an element if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(long index, int expected, int value);

  /** Adds to an element in one step and returns what it was; overflow wraps. */
  int getAndAdd(long index, int delta);

  /** Adds to an element in one step and returns what it is then; overflow wraps. */
  int addAndGet(long index, int delta);

  /** Copies elements from {@code index} on to an array, from its start on until it is full. */
  void read(long index, int[] to);

  /** Copies a whole array to the elements from {@code index} on. */
  void write(long index, int... from);

  /**
   * A copy of all elements.
   *
   * @throws IllegalStateException if there are more than a Java array can have
   */
  int[] toArray();
}
