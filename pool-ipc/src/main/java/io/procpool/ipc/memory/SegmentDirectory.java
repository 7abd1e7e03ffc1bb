package io.procpool.ipc.memory;

import io.procpool.SharedResourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where this process keeps the segments it makes: {@code ROOT/procpool-USER/PID-START/KIND-NUMBER},
 * all readable by this user only.
 *
 * <p>The root is the system property {@value #ROOT_PROPERTY} where set, else {@code /dev/shm} where
 * that is a tmpfs this process may write, else {@code java.io.tmpdir}. The directory is made with
 * the first segment, after removing what dead processes of this user left there, and removed with
 * everything in it when this process exits. All methods may be called by any thread.
 */
public final class SegmentDirectory {

  /** Names another root, for example where {@code /dev/shm} is too small. */
  public static final String ROOT_PROPERTY = "procpool.shared.directory";

  /** A directory can vanish between two steps this often before it is a failure. */
  private static final int MAX_TRIES = 100;

  private final UserDirectory user;
  private final Path home;
  private final AtomicLong nextNumber = new AtomicLong();
  private boolean prepared;

  SegmentDirectory(Path root) {
    user = new UserDirectory(root);
    home = user.homeOf(ProcessIdentity.CURRENT);
  }

  /** This process's directory. */
  public static SegmentDirectory current() {
    return Current.DIRECTORY;
  }

  /**
   * A new segment, zeroed, with its memory really allocated, owned by this process.
   *
   * @param kind what it holds, at most 32 bytes of UTF-8 without '/'; part of the file's name
   * @param bytes its size without the header
   * @throws SharedResourceException if there is no room, or the directory cannot be made or is not
   *     this user's alone
   */
  public Segment create(String kind, long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1: " + bytes);
    }
    prepare();
    return Segment.create(home.resolve(kind + "-" + nextNumber.incrementAndGet()), kind, bytes);
  }

  /**
   * Removes the segments of this user's dead processes; {@link #create} does so by itself the first
   * time. Blocks for a few file operations.
   *
   * @throws SharedResourceException if the directory cannot be read
   */
  public void sweep() {
    user.sweep();
    user.removeIfEmpty();
  }

  /**
   * Makes the file of a segment that others find by its name, and that stays when its mappings are
   * closed: it goes when it is deleted or this process ends.
   *
   * @throws SharedResourceException also if this process has a segment of that name
   */
  public Path createNamed(String name, String kind, long bytes) {
    prepare();
    Path path = home.resolve(name);
    SegmentFile.create(path, kind, bytes);
    return path;
  }

  /**
   * A new file, which only this user may read, and which goes when it is deleted or this process
   * ends.
   *
   * @throws SharedResourceException also if this process has one of that name
   */
  public Path createFile(String name, byte[] content) {
    prepare();
    Path path = home.resolve(name);
    try (SeekableByteChannel file =
        Files.newByteChannel(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            UserDirectory.PRIVATE_FILE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      return path;
    } catch (IOException e) {
      throw new SharedResourceException("cannot write a private file: path=" + path, e);
    }
  }

  /** The segments of that name which living processes have, this one included. */
  public List<Path> named(String name) {
    return user.livingHomes().stream()
        .map(each -> each.resolve(name))
        .filter(Files::exists)
        .toList();
  }

  /** Where this process's segments are. The directory may not exist yet. */
  public Path path() {
    return home;
  }

  /** Removes this process's segments; those mapped stay usable. */
  void remove() {
    user.removeHome(home);
    user.removeIfEmpty();
  }

  private synchronized void prepare() {
    if (prepared && Files.isDirectory(home)) {
      return;
    }
    if (!prepared) {
      user.sweep();
      Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "procpool-segments"));
    }
    prepared = true;
    makeHome();
  }

  private void makeHome() {
    IOException last = null;
    for (int i = 0; i < MAX_TRIES; i++) {
      try {
        user.make();
        Files.createDirectory(home, UserDirectory.PRIVATE);
        return;
      } catch (FileAlreadyExistsException e) {
        return; // another thread's SegmentDirectory of the same root, or one made before
      } catch (NoSuchFileException e) {
        last = e; // another process that ended removed the empty directory in between
      } catch (IOException e) {
        last = e;
        break;
      }
    }
    throw new SharedResourceException("cannot make the segment directory: path=" + home, last);
  }

  private static final class Current {
    static final SegmentDirectory DIRECTORY = new SegmentDirectory(UserDirectory.root());
  }
}
