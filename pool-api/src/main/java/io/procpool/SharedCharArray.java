package io.procpool;

/** An array of char values in memory that processes share; see {@link SharedArray}. */
public interface SharedCharArray extends SharedArray {

  /** Reads an element. */
  char get(long index);

  /** Writes an element. */
  void set(long index, char value);

  /** Writes an element and returns what it was, in one step. */
  char getAndSet(long index, char value);

  /** Writes an element if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(long index, char expected, char value);

  /** Copies elements from {@code index} on to an array, from its start on until it is full. */
  void read(long index, char[] to);

  /** Copies a whole array to the elements from {@code index} on. */
  void write(long index, char... from);

  /**
   * A copy of all elements.
   *
   * @throws IllegalStateException if there are more than a Java array can have
   */
  char[] toArray();
}
