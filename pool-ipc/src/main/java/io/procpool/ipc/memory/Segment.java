package io.procpool.ipc.memory;

import io.procpool.SharedResourceException;
import io.procpool.ipc.exit.LazyCleaner;
import io.procpool.ipc.files.Uninterrupted;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  private static final LazyCleaner CLEANER = new LazyCleaner();

  private static final Set<OpenOption> READABLE =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private static final Set<OpenOption> WRITABLE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

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

  /**
   * Makes it.
   *
   * @param removed runs when its file has gone
   * @throws IOException if it cannot be made; nothing is left then
   */
  static Segment create(Path path, String kind, long bytes, Runnable removed) throws IOException {
    SegmentFile.create(path, kind, bytes);
    try {
      return map(path, MapMode.READ_WRITE, WRITABLE, removed);
    } catch (IOException | RuntimeException | Error e) {
      SegmentFile.delete(path, e);
      throw e;
    }
  }

  /**
   * Maps the segment another process of this user created.
   *
   * @throws SharedResourceException if there is no such file (its owner closed it or ended), or it
   *     is not a segment of this version
   */
  public static Segment attach(Path path) {
    return attach(path, MapMode.READ_WRITE, WRITABLE);
  }

  /**
   * As {@link #attach(Path)}, for a segment that must hold what the caller expects.
   *
   * @throws SharedResourceException also if it is of another kind
   */
  public static Segment attach(Path path, String kind) {
    return checked(attach(path), kind);
  }

  /** As {@link #attach(Path, String)}, but {@link #memory} cannot be written. */
  public static Segment attachReadOnly(Path path, String kind) {
    return checked(attach(path, MapMode.READ_ONLY, READABLE), kind);
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
    return mapping.removed != null;
  }

  /** Whether it can still be read and written here. */
  public boolean isOpen() {
    return mapping.arena.scope().isAlive();
  }

  /** What a failed access to {@link #memory} means: if it is closed, that says which one. */
  public IllegalStateException explained(IllegalStateException failure) {
    return isOpen()
        ? failure
        : new IllegalStateException(
            "a shared object is used here after it was closed here: " + path, failure);
  }

  /** The object in it, for people: its state is asked only while it is open. */
  public String shown(String type, Supplier<String> state) {
    String said = "closed";
    if (isOpen()) {
      try {
        said = state.get();
      } catch (IllegalStateException meanwhile) {
        said = "closed"; // all that can be wrong with it is that it was just closed
      }
    }
    return type + "[" + path + ", " + said + "]";
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

  private static Segment attach(Path path, MapMode mode, Set<OpenOption> access) {
    try {
      return map(path, mode, access, null);
    } catch (IOException e) {
      throw SegmentFile.unusable(path, e);
    }
  }

  private static Segment map(
      Path path, MapMode mode, Set<OpenOption> access, @Nullable Runnable removed)
      throws IOException {
    Arena arena = Arena.ofShared();
    try {
      MemorySegment memory = Uninterrupted.call(() -> mapped(path, mode, access, arena));
      return new Segment(path, memory, new Mapping(path, arena, removed));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static MemorySegment mapped(Path path, MapMode mode, Set<OpenOption> access, Arena arena)
      throws IOException {
    try (FileChannel file = FileChannel.open(path, access)) {
      return file.map(mode, 0, SegmentFile.check(path, file), arena);
    }
  }

  /**
   * What must be undone; holds no reference to the segment, so that it can be dropped.
   *
   * @param removed of the owner, which removes the file; null for others
   */
  private record Mapping(Path path, Arena arena, @Nullable Runnable removed) implements Runnable {

    @Override
    public void run() {
      try {
        arena.close();
      } finally {
        if (removed != null) {
          unlink(); // last: there are systems that do not remove what is mapped
          removed.run();
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
