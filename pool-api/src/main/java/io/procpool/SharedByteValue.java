package io.procpool;

/** One byte value in memory that processes share; see {@link SharedValue}. */
public interface SharedByteValue extends SharedValue {

  /** Reads the value. */
  byte get();

  /** Writes the value. */
  void set(byte value);

  /** Writes the value and returns what it was, in one step. */
  byte getAndSet(byte value);

  /** Writes the value if it is as expected, in one step; false if it was not. */
  boolean compareAndSet(byte expected, byte value);

  /** Adds to the value in one step and returns what it was; overflow wraps. */
  byte getAndAdd(byte delta);

  /** Adds to the value in one step and returns what it is then; overflow wraps. */
  byte addAndGet(byte delta);
}
