package io.procpool;

/** An array of boolean values in memory that processes share; see {@link SharedArray}. */
public interface SharedBooleanArray extends SharedArray {

  /** Reads an element. */
  boolean get(long index);

  /** Writes an element. */
  void set(long index, boolean value);

  /** Writes an element and returns what it was, in one step. */
  boolean getAndSet(long index, boolean value);

  /** Writes an element if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(long index, boolean expected, boolean value);

  /** Copies elements from {@code index} on to an array, from its start on until it is full. */
  void read(long index, boolean[] to);

  /** Copies a whole array to the elements from {@code index} on. */
  void write(long index, boolean... from);

  /**
   * A copy of all elements.
   *
   * @throws IllegalStateException if there are more than a Java array can have
   */
  boolean[] toArray();
}
