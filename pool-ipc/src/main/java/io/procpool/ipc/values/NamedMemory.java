package io.procpool.ipc.values;

import static java.util.Objects.requireNonNull;

import io.procpool.SharedMemory;
import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.Segment;
import io.procpool.ipc.memory.SegmentDirectory;
import io.procpool.ipc.pickle.SharedObject;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A {@link SharedMemory}: a segment in its creator's directory, called by the memory's name, so
 * that it goes with its creator and is found by looking into all living processes' directories.
 *
 * <p>Two that create one name at the same time each make their file first and look for the other's
 * then, so they cannot both succeed; they may both find the other, and then try again after a pause
 * of random length.
 */
public final class NamedMemory implements SharedMemory, SharedObject {

  private static final String KIND = "SharedMemory";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final int MAX_TRIES = 5;
  private static final long MOST_PAUSE_NANOS = 2_000_000;

  private final String name;
  private final Segment segment;
  private final MemorySegment memory;
  private volatile boolean unlinked;

  private NamedMemory(String name, Segment segment) {
    this.name = name;
    this.segment = segment;
    this.memory = segment.memory();
  }

  /** New memory; see {@link SharedMemory#create}. */
  public static NamedMemory create(String name, long bytes) {
    String file = fileName(name);
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1: " + bytes);
    }
    for (int i = 0; i < MAX_TRIES; i++) {
      requireNone(name, SegmentDirectory.current().named(file));
      Path path = SegmentDirectory.current().createNamed(file, KIND, bytes);
      NamedMemory made = new NamedMemory(name, Segment.attach(path, KIND));
      if (SegmentDirectory.current().named(file).size() == 1) {
        return made;
      }
      made.unlink();
      made.close();
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MOST_PAUSE_NANOS));
    }
    throw new SharedResourceException(
        "several processes create the same shared memory at once: name=" + name, null);
  }

  /** The memory of that name; see {@link SharedMemory#attach}. */
  public static NamedMemory attach(String name, boolean readOnly) {
    List<Path> found = SegmentDirectory.current().named(fileName(name));
    if (found.isEmpty()) {
      throw new SharedResourceException(
          "no living process has created shared memory of this name: name=" + name, null);
    }
    return attach(name, found.getFirst(), readOnly);
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long bytes() {
    return segment.bytes();
  }

  @Override
  public boolean isReadOnly() {
    return memory.isReadOnly();
  }

  @Override
  public void unlink() {
    if (unlinked) {
      return; // the name may be another memory's by now
    }
    unlinked = true;
    try {
      SegmentDirectory.current().delete(segment.path());
    } catch (IOException e) {
      throw new SharedResourceException("cannot remove shared memory: " + segment.path(), e);
    }
  }

  @Override
  public void close() {
    segment.close();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String wayOut() {
    return "let the task call SharedMemory.attach with its name(), or pass it through the pool's"
        + " initializer or as an argument of a JvmProcess";
  }

  @Override
  public Ticket ticket() {
    return new MemoryTicket(name, segment.path().toString(), isReadOnly());
  }

  @Override
  public String toString() {
    return segment.shown("SharedMemory", () -> "name=" + name);
  }

  private static NamedMemory attach(String name, Path path, boolean readOnly) {
    return new NamedMemory(
        name, readOnly ? Segment.attachReadOnly(path, KIND) : Segment.attach(path, KIND));
  }

  private static void requireNone(String name, List<Path> found) {
    if (!found.isEmpty()) {
      throw new SharedResourceException(
          "shared memory of this name exists: name=" + name + " path=" + found.getFirst(), null);
    }
  }

  private static String fileName(String name) {
    if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException(
          "a name has 1 to 100 ASCII letters, digits, '.', '_' or '-': " + name);
    }
    return KIND + "=" + name;
  }

  /** The way to the memory's file. */
  private record MemoryTicket(String name, String path, boolean readOnly) implements Ticket {

    @Override
    public Object redeem() {
      return attach(name, Path.of(path), readOnly);
    }
  }
}
