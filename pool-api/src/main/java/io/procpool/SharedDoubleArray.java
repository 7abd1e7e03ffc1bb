package io.procpool;

/** An array of double values in memory that processes share; see {@link SharedArray}. */
public interface SharedDoubleArray extends SharedArray {

  /** Reads an element. */
  double get(long index);

  /** Writes an element. */
  void set(long index, double value);

  /** Writes an element and returns what it was, in one step. */
  double getAndSet(long index, double value);

  /**
   * Writes an element if it is as expected, in one step; false if it was not. Compares bits, as
   * {@link Double#doubleToRawLongBits}.
   */
  boolean compareAndSet(long index, double expected, double value);

  /** Adds to an element in one step and returns what it was. */
  double getAndAdd(long index, double delta);

  /** Adds to an element in one step and returns what it is then. */
  double addAndGet(long index, double delta);

  /** Copies elements from {@code index} on to an array, from its start on until it is full. */
  void read(long index, double[] to);

  /** Copies a whole array to the elements from {@code index} on. */
  void write(long index, double... from);

  /**
   * A copy of all elements.
   *
   * @throws IllegalStateException if there are more than a Java array can have
   */
  double[] toArray();
}
