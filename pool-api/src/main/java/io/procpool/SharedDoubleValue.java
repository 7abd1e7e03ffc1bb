package io.procpool;

/** One double value in memory that processes share; see {@link SharedValue}. */
public interface SharedDoubleValue extends SharedValue {

  /** Reads the value. */
  double get();

  /** Writes the value. */
  void set(double value);

  /** Writes the value and returns what it was, in one step. */
  double getAndSet(double value);

  /**
   * Writes the value if it is as expected, in one step; false if it was not. Compares bits, as
   * {@link Double#doubleToRawLongBits}.
   */
  boolean compareAndSet(double expected, double value);

  /** Adds to the value in one step and returns what it was. */
  double getAndAdd(double delta);

  /** Adds to the value in one step and returns what it is then. */
  double addAndGet(double delta);
}
