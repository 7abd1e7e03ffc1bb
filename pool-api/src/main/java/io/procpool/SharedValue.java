package io.procpool;

import io.procpool.spi.Providers;

/**
 * One value in memory that processes share.
 *
 * <p>Reading and writing are volatile, as between threads: who reads a value sees what its writer
 * did before. {@code getAndSet}, {@code compareAndSet} and the additions happen in one step for all
 * processes; no lock is needed for them. What takes more steps is done while holding the value's
 * {@link #lock}. Any thread may use a value.
 *
 * <p>It travels as a {@link SharedLock} does, and its memory lives as a SharedLock's.
 */
public interface SharedValue extends AutoCloseable {

  /** A new int value. */
  static SharedIntValue ofInt(int initial) {
    SharedIntValue value = Providers.sharedObjects().value(SharedIntValue.class);
    value.set(initial);
    return value;
  }

  /** A new long value. */
  static SharedLongValue ofLong(long initial) {
    SharedLongValue value = Providers.sharedObjects().value(SharedLongValue.class);
    value.set(initial);
    return value;
  }

  /** A new double value. */
  static SharedDoubleValue ofDouble(double initial) {
    SharedDoubleValue value = Providers.sharedObjects().value(SharedDoubleValue.class);
    value.set(initial);
    return value;
  }

  /** A new byte value. */
  static SharedByteValue ofByte(byte initial) {
    SharedByteValue value = Providers.sharedObjects().value(SharedByteValue.class);
    value.set(initial);
    return value;
  }

  /** A new char value. */
  static SharedCharValue ofChar(char initial) {
    SharedCharValue value = Providers.sharedObjects().value(SharedCharValue.class);
    value.set(initial);
    return value;
  }

  /** A new boolean value. */
  static SharedBooleanValue ofBoolean(boolean initial) {
    SharedBooleanValue value = Providers.sharedObjects().value(SharedBooleanValue.class);
    value.set(initial);
    return value;
  }

  /**
   * The value's own lock, free at first; the same for all processes. Nothing takes it by itself.
   * Closing it does nothing: it lives as long as the value.
   */
  SharedReentrantLock lock();

  /**
   * Frees this process's mapping and, in the process that created the value, the memory. Using the
   * value afterwards fails with {@link IllegalStateException}.
   */
  @Override
  void close();
}
