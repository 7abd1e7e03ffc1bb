package io.procpool.ipc.connection;

import io.procpool.SharedResourceException;
import io.procpool.ipc.posix.PacketBuffer;
import io.procpool.ipc.posix.Posix;
import io.procpool.ipc.posix.PosixException;
import io.procpool.ipc.posix.PosixPackets;
import io.procpool.ipc.posix.PosixSpawn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that go along with one pickled message: its writer's connections put theirs in
 * and remember the place; its reader's take them out.
 *
 * <p>A message is written or read within {@link #during}; descriptors that are not taken are closed
 * by {@link #close}. For one thread at a time.
 */
public final class DescriptorTransfer implements AutoCloseable {

  /** A new process finds inherited descriptors from this number on. */
  public static final int FIRST_INHERITED = PosixSpawn.CHANNEL + 1;

  // Above any number a child's inherited descriptors are given, so that moving one never overwrites
  // another.
  private static final int LEAST_COPY = FIRST_INHERITED + PacketBuffer.MAX_DESCRIPTORS;

  // Inheritable: the pickler goes through deep graphs on a thread of its own.
  private static final ThreadLocal<@Nullable DescriptorTransfer> CURRENT =
      new InheritableThreadLocal<>();

  private final List<Integer> descriptors;

  private DescriptorTransfer(List<Integer> descriptors) {
    this.descriptors = descriptors;
  }

  /** For a message to be written. */
  public static DescriptorTransfer outgoing() {
    return new DescriptorTransfer(new ArrayList<>(0));
  }

  /** For a message that came with these descriptors, which it now owns. */
  public static DescriptorTransfer incoming(List<Integer> received) {
    return new DescriptorTransfer(new ArrayList<>(received));
  }

  /** For the message a new process begins with, which came with this many inherited descriptors. */
  public static DescriptorTransfer inherited(int count) {
    List<Integer> found = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      found.add(FIRST_INHERITED + i);
    }
    return new DescriptorTransfer(found);
  }

  /** Writes or reads the message. */
  public <T extends @Nullable Object> T during(Supplier<T> action) {
    DescriptorTransfer before = CURRENT.get();
    CURRENT.set(this);
    try {
      return action.get();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  /** The transfer whose message this thread writes or reads; null outside of {@link #during}. */
  static @Nullable DescriptorTransfer current() {
    return CURRENT.get();
  }

  /** The descriptors that go along: copies, owned by this. */
  public List<Integer> descriptors() {
    return List.copyOf(descriptors);
  }

  /** Puts a copy of the descriptor in; its place. */
  int put(int fd) {
    if (descriptors.size() == PacketBuffer.MAX_DESCRIPTORS) {
      throw new SharedResourceException(
          "a message can take at most " + PacketBuffer.MAX_DESCRIPTORS + " connections along",
          null);
    }
    try {
      descriptors.add(PosixPackets.duplicate(fd, LEAST_COPY));
      return descriptors.size() - 1;
    } catch (PosixException e) {
      throw new SharedResourceException("a connection cannot be sent: " + e.getMessage(), e);
    }
  }

  /** Takes the descriptor at this place out; it is the caller's. */
  int take(int place) {
    int fd = place < descriptors.size() ? descriptors.get(place) : -1;
    if (fd < 0) {
      throw new SharedResourceException(
          "the message came without its connection: place=" + place, null);
    }
    descriptors.set(place, -1);
    return fd;
  }

  /** Closes the descriptors that are left. */
  @Override
  public void close() {
    for (int fd : descriptors) {
      if (fd >= 0) {
        closeDescriptor(fd);
      }
    }
    descriptors.clear();
  }

  static void closeDescriptor(int fd) {
    try {
      Posix.close(fd);
    } catch (PosixException e) {
      throw new SharedResourceException("a connection cannot be closed: " + e.getMessage(), e);
    }
  }
}
