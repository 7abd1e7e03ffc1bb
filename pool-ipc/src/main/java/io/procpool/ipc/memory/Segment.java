package io.procpool.ipc.memory;

import io.procpool.SharedResourceException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A piece of memory that several processes map; see {@link SegmentLayout} for its header.
 *
 * <p>The process that created it owns it: {@link #close} there, dropping it, or that process's end
 * removes its file. Whoever has it mapped by then keeps it usable. Any thread may use and close it;
 * a thread that reads or writes {@link #memory} once it is closed gets {@link
 * IllegalStateException}. A segment that becomes unreachable is closed, so whoever works on its
 * memory must keep the segment reachable.
 */
public final class Segment implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Path path;
  private final MemorySegment memory;
  private final Mapping mapping;
  private final Cleaner.Cleanable cleanable;

  private Segment(Path path, MemorySegment memory, Mapping mapping) {
    this.path = path;
    this.memory = memory;
    this.mapping = mapping;
    this.cleanable = CLEANER.register(this, mapping);
  }

  static Segment create(Path path, String kind, long bytes) {
    SegmentFile.create(path, kind, bytes);
    return map(path, true);
  }

  /**
   * Maps the segment another process of this user created.
   *
   * @throws SharedResourceException if there is no such file (its owner closed it or ended), or it
   *     is not a segment of this version
   */
  public static Segment attach(Path path) {
    return map(path, false);
  }

  /**
   * As {@link #attach(Path)}, for a segment that must hold what the caller expects.
   *
   * @throws SharedResourceException also if it is of another kind
   */
  public static Segment attach(Path path, String kind) {
    return checked(map(path, false), kind);
  }

  /** As {@link #attach(Path, String)}, but {@link #memory} cannot be written. */
  public static Segment attachReadOnly(Path path, String kind) {
    return checked(map(path, false, MapMode.READ_ONLY, Set.of(StandardOpenOption.READ)), kind);
  }

  private static Segment checked(Segment segment, String kind) {
    if (!segment.kind().equals(kind)) {
      String found = segment.kind();
      segment.close();
      throw new SharedResourceException(
          "a segment of another kind: path="
              + segment.path
              + " found="
              + found
              + " expected="
              + kind,
          null);
    }
    return segment;
  }

  /** The contents, after the header; aligned to 64 bytes. */
  public MemorySegment memory() {
    return memory.asSlice(SegmentLayout.HEADER_BYTES);
  }

  /** The file, which {@link #attach} takes in another process. */
  public Path path() {
    return path;
  }

  /** What it holds, as its creator said. */
  public String kind() {
    return memory.getString(SegmentLayout.KIND_OFFSET);
  }

  /** The size of {@link #memory}. */
  public long bytes() {
    return memory.byteSize() - SegmentLayout.HEADER_BYTES;
  }

  /** Whether this process created it. */
  public boolean isOwner() {
    return mapping.owner;
  }

  /** Whether it can still be read and written here. */
  public boolean isOpen() {
    return mapping.arena.scope().isAlive();
  }

  /** Removes the file now: nobody can attach from here on, those who have it mapped keep it. */
  public void unlink() {
    mapping.unlink();
  }

  /**
   * Unmaps it and, in the owner, removes the file. Does nothing the second time.
   *
   * @throws IllegalStateException if a system call works on the memory at this moment
   */
  @Override
  public void close() {
    cleanable.clean();
  }

  private static Segment map(Path path, boolean owner) {
    return map(
        path, owner, MapMode.READ_WRITE, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  private static Segment map(
      Path path, boolean owner, MapMode mode, Set<StandardOpenOption> access) {
    Arena arena = Arena.ofShared();
    try (FileChannel file = FileChannel.open(path, access)) {
      long bytes = SegmentFile.check(path, file);
      MemorySegment memory = file.map(mode, 0, bytes, arena);
      return new Segment(path, memory, new Mapping(path, arena, owner));
    } catch (IOException e) {
      arena.close();
      throw SegmentFile.unusable(path, e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** What must be undone; holds no reference to the segment, so that it can be dropped. */
  private record Mapping(Path path, Arena arena, boolean owner) implements Runnable {

    @Override
    public void run() {
      try {
        arena.close();
      } finally {
        if (owner) {
          unlink(); // last: there are systems that do not remove what is mapped
        }
      }
    }

    void unlink() {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw SegmentFile.unusable(path, e);
      }
    }
  }
}
