package io.procpool;

/** An array of byte values in memory that processes share; see {@link SharedArray}. */
public interface SharedByteArray extends SharedArray {

  /** Reads an element. */
  byte get(long index);

  /** Writes an element. */
  void set(long index, byte value);

  /** Writes an element and returns what it was, in one step. */
  byte getAndSet(long index, byte value);

  /** Writes an element if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(long index, byte expected, byte value);

  /** Adds to an element in one step and returns what it was; overflow wraps. */
  byte getAndAdd(long index, byte delta);

  /** Adds to an element in one step and returns what it is then; overflow wraps. */
  byte addAndGet(long index, byte delta);

  /** Copies elements from {@code index} on to an array, from its start on until it is full. */
  void read(long index, byte[] to);

  /** Copies a whole array to the elements from {@code index} on. */
  void write(long index, byte... from);

  /**
   * A copy of all elements.
   *
   * @throws IllegalStateException if there are more than a Java array can have
   */
  byte[] toArray();
}
