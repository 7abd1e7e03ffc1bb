package io.procpool;

import io.procpool.spi.Providers;
import java.lang.foreign.MemorySegment;

/**
 * Memory that processes of one user find by its name.
 *
 * <p>{@link #close} ends one process's use of it; the memory and its name stay until somebody calls
 * {@link #unlink} or the process that created it ends, in whatever way. Who has it mapped by then
 * keeps it. It may also be handed down as a {@link SharedLock}. Any thread may use it.
 *
 * <p>It is a file in the directory of {@code procpool}'s segments, allocated as a whole when it is
 * made: where there is no room, creating it fails, and using it never does.
 */
public interface SharedMemory extends AutoCloseable {

  /**
   * New memory, zeroed.
   *
   * @param name 1 to 100 letters, digits, '.', '_' or '-' (ASCII)
   * @param bytes its size, at least 1
   * @throws SharedResourceException if memory of that name exists, or there is no room
   */
  static SharedMemory create(String name, long bytes) {
    return Providers.sharedObjects().memory(name, bytes);
  }

  /**
   * The memory of that name, which some living process of this user created.
   *
   * @throws SharedResourceException if there is none
   */
  static SharedMemory attach(String name) {
    return Providers.sharedObjects().attachMemory(name, false);
  }

  /** As {@link #attach}, but writing to {@link #memory} throws. */
  static SharedMemory attachReadOnly(String name) {
    return Providers.sharedObjects().attachMemory(name, true);
  }

  /**
   * The memory itself, aligned to 64 bytes. Its accesses throw {@link IndexOutOfBoundsException}
   * beyond its size, and {@link IllegalStateException} after {@link #close}. It does not keep this
   * object reachable, which, when it is not, is closed.
   */
  MemorySegment memory();

  /** Its name. */
  String name();

  /** Its size. */
  long bytes();

  /** Whether it can only be read here. */
  boolean isReadOnly();

  /** Takes the name away, so that it may be given again. Does nothing the second time. */
  void unlink();

  /** Unmaps the memory here; others keep it, and the name stays. */
  @Override
  void close();
}
