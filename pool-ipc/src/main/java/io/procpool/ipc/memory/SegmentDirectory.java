package io.procpool.ipc.memory;

import io.procpool.SharedResourceException;
import io.procpool.ipc.files.OwnerOnly;
import io.procpool.ipc.files.Places;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where this process keeps the segments it makes: {@code
 * PLACE/procpool-USER/PID-START/KIND-NUMBER}, all readable by this user only.
 *
 * <p>The place is the system property {@value #ROOT_PROPERTY} where set, else {@code /dev/shm}.
 * What has no room there, or may not be made there, goes to the next of {@link Places#forMemory},
 * with one warning a process. All methods may be called by any thread; none is ended by an
 * interrupt.
 */
public final class SegmentDirectory {

  /** Names another place, for example where {@code /dev/shm} is too small. */
  public static final String ROOT_PROPERTY = "procpool.shared.directory";

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private static @Nullable SegmentDirectory current;

  private final List<SegmentHome> homes;
  private final AtomicLong nextNumber = new AtomicLong();
  private final AtomicBoolean warned = new AtomicBoolean();

  SegmentDirectory(Path place) throws IOException {
    this(List.of(place));
  }

  /** In the first of the places that will do, each time. */
  SegmentDirectory(List<Path> places) throws IOException {
    List<SegmentHome> made = new ArrayList<>();
    for (Path place : places) {
      made.add(new SegmentHome(place));
    }
    homes = List.copyOf(made);
  }

  /**
   * This process's directory.
   *
   * @throws SharedResourceException if the process cannot learn about itself now
   */
  public static synchronized SegmentDirectory current() {
    SegmentDirectory known = current;
    if (known == null) {
      try {
        known = new SegmentDirectory(places());
      } catch (IOException e) {
        throw new SharedResourceException(
            "cannot tell whose segments these are: cause=" + e.getMessage(), e);
      }
      current = known;
    }
    return known;
  }

  /**
   * A new segment, zeroed, with its memory really allocated, owned by this process.
   *
   * @param kind what it holds, at most 32 bytes of UTF-8 without '/'; part of the file's name
   * @param bytes its size without the header
   * @throws SharedResourceException if no place has room for it, or may be used
   */
  public Segment create(String kind, long bytes) {
    return create(homes, kind, bytes);
  }

  /**
   * As {@link #create}, but in the first place only: for what is better not had than had slowly.
   */
  public Segment createInFirstPlace(String kind, long bytes) {
    return create(homes.subList(0, 1), kind, bytes);
  }

  /**
   * Removes the segments of this user's dead processes; {@link #create} does so by itself the first
   * time. Blocks for a few file operations.
   *
   * @throws SharedResourceException if the directory cannot be read
   */
  public void sweep() {
    for (SegmentHome home : homes) {
      try {
        home.sweep();
      } catch (IOException e) {
        throw new SharedResourceException("cannot remove segments: path=" + home.path(), e);
      }
    }
  }

  /**
   * Makes the file of a segment that others find by its name, and that stays when its mappings are
   * closed: it goes when it is deleted or this process ends.
   *
   * @throws SharedResourceException also if this process has a segment of that name
   */
  public Path createNamed(String name, String kind, long bytes) {
    return make(
        homes,
        name,
        bytes,
        (home, path) -> {
          SegmentFile.create(path, kind, bytes);
          return path;
        });
  }

  /**
   * A new file, which only this user may read, and which goes when it is deleted or this process
   * ends.
   *
   * @throws SharedResourceException also if this process has one of that name
   */
  public Path createFile(String name, byte[] content) {
    return make(
        homes,
        name,
        content.length,
        (home, path) -> {
          write(path, content);
          return path;
        });
  }

  /**
   * Removes what {@link #createNamed} or {@link #createFile} made, here or in another process, if
   * it is still there.
   */
  public void delete(Path path) throws IOException {
    if (Files.deleteIfExists(path)) {
      homes.stream().filter(home -> path.startsWith(home.path())).forEach(SegmentHome::removed);
    }
  }

  /** The segments of that name which living processes have, this one included. */
  public List<Path> named(String name) {
    List<Path> found = new ArrayList<>();
    for (SegmentHome home : homes) {
      try {
        home.living().stream()
            .map(each -> each.resolve(name))
            .filter(Files::exists)
            .forEach(found::add);
      } catch (IOException e) {
        throw new SharedResourceException(
            "cannot read the segment directory: path=" + home.path().getParent(), e);
      }
    }
    return found;
  }

  /** Where this process's segments are, in the first place. The directory may not exist now. */
  public Path path() {
    return homes.getFirst().path();
  }

  /** Removes this process's segments; those mapped stay usable. */
  void remove() throws IOException {
    for (SegmentHome home : homes) {
      home.remove();
    }
  }

  private static List<Path> places() {
    List<Path> places = new ArrayList<>();
    String set = System.getProperty(ROOT_PROPERTY);
    if (set != null) {
      places.add(Path.of(set).toAbsolutePath());
    }
    places.addAll(Places.forMemory());
    return places.stream().distinct().toList();
  }

  private static void write(Path path, byte[] content) throws IOException {
    try (OutputStream file = OwnerOnly.create(path)) {
      file.write(content);
    } catch (FileAlreadyExistsException e) {
      throw new SharedResourceException("a file of this name exists: path=" + path, e);
    } catch (IOException e) {
      SegmentFile.delete(path, e);
      throw e;
    }
  }

  private Segment create(List<SegmentHome> places, String kind, long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1: " + bytes);
    }
    String name = kind + "-" + nextNumber.incrementAndGet();
    return make(
        places, name, bytes, (home, path) -> Segment.create(path, kind, bytes, home::removed));
  }

  private <T> T make(List<SegmentHome> places, String name, long bytes, MakingAt<T> making) {
    List<IOException> refusals = new ArrayList<>();
    for (SegmentHome home : places) {
      try {
        T made = home.make(name, path -> making.of(home, path));
        if (!refusals.isEmpty()) {
          warn(refusals, home);
        }
        return made;
      } catch (IOException e) {
        refusals.add(e);
      }
    }
    throw refused(name, bytes, refusals);
  }

  private void warn(List<IOException> refusals, SegmentHome used) {
    if (warned.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "shared memory goes to a place that may be slower: path=%s since %s; free the first place or set -D%s to another"
                  .formatted(used.path(), refusals, ROOT_PROPERTY));
    }
  }

  private SharedResourceException refused(String name, long bytes, List<IOException> refusals) {
    StringBuilder message =
        new StringBuilder("cannot allocate shared memory: bytesWanted=").append(bytes);
    for (int i = 0; i < refusals.size(); i++) {
      Path path = homes.get(i).path().resolve(name);
      message.append(
          "; path=%s bytesFree=%s cause=%s".formatted(path, free(path), refusals.get(i)));
    }
    message.append("; set -D" + ROOT_PROPERTY + " to a directory that has room");
    SharedResourceException refused =
        new SharedResourceException(message.toString(), refusals.getFirst());
    refusals.stream().skip(1).forEach(refused::addSuppressed);
    return refused;
  }

  /** In the nearest directory that is there. */
  private static String free(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (Files.isDirectory(at)) {
        return Long.toString(at.toFile().getUsableSpace());
      }
    }
    return "unknown";
  }

  /** Makes a file in a home, by its path. */
  private interface MakingAt<T> {
    T of(SegmentHome home, Path path) throws IOException;
  }
}
