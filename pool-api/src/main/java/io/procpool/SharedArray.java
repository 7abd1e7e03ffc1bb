package io.procpool;

import io.procpool.spi.Providers;

/**
 * An array of a fixed length in memory that processes share, zeroed at first.
 *
 * <p>Reading and writing an element is volatile, as between threads: no element is ever half
 * written, and who reads a value sees what its writer did before. {@code getAndSet}, {@code
 * compareAndSet} and the additions happen in one step for all processes; no lock is needed for
 * them. Copies of several elements are not one step and not volatile: take the {@link #lock} where
 * that matters. Any thread may use an array; an index that is not within it throws {@link
 * IndexOutOfBoundsException}.
 *
 * <p>It travels as a {@link SharedLock} does, and its memory lives as a SharedLock's.
 */
public interface SharedArray extends AutoCloseable {

  /** A new array of int values, all 0. */
  static SharedIntArray ofInt(long length) {
    return Providers.sharedObjects().array(SharedIntArray.class, length);
  }

  /** A new array of long values, all 0. */
  static SharedLongArray ofLong(long length) {
    return Providers.sharedObjects().array(SharedLongArray.class, length);
  }

  /** A new array of double values, all 0.0. */
  static SharedDoubleArray ofDouble(long length) {
    return Providers.sharedObjects().array(SharedDoubleArray.class, length);
  }

  /** A new array of byte values, all 0. */
  static SharedByteArray ofByte(long length) {
    return Providers.sharedObjects().array(SharedByteArray.class, length);
  }

  /** A new array of char values, all 0. */
  static SharedCharArray ofChar(long length) {
    return Providers.sharedObjects().array(SharedCharArray.class, length);
  }

  /** A new array of boolean values, all false. */
  static SharedBooleanArray ofBoolean(long length) {
    return Providers.sharedObjects().array(SharedBooleanArray.class, length);
  }

  /** How many elements it has. */
  long length();

  /**
   * The array's own lock, free at first; the same for all processes. Nothing takes it by itself.
   * Closing it does nothing: it lives as long as the array.
   */
  SharedReentrantLock lock();

  /**
   * Frees this process's mapping and, in the process that created the array, the memory. Using the
   * array afterwards fails with {@link IllegalStateException}.
   */
  @Override
  void close();
}
