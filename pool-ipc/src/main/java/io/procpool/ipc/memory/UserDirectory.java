package io.procpool.ipc.memory;

import io.procpool.SharedResourceException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory that all processes of one user share, with one home for each process.
 *
 * <p>A home's name holds its process's pid and start time, so whether its process is gone can be
 * told by anyone at any time, and a process that starts at this moment is never taken for a dead
 * one.
 */
final class UserDirectory {

  /** Makes a directory that only its owner may enter, from its first moment on. */
  static final FileAttribute<?>[] PRIVATE = ownerOnly("rwx------");

  /** Makes a file that only its owner may read. */
  static final FileAttribute<?>[] PRIVATE_FILE = ownerOnly("rw-------");

  private static final Pattern HOME = Pattern.compile("(\\d{1,7})-(\\d{1,13})");
  private static final Path SHM = Path.of("/dev/shm");

  private final Path path;

  UserDirectory(Path root) {
    path = root.resolve("procpool-" + userId());
  }

  /** The best place for segments on this machine. */
  static Path root() {
    String set = System.getProperty(SegmentDirectory.ROOT_PROPERTY);
    if (set != null) {
      return Path.of(set).toAbsolutePath();
    }
    return isUsableTmpfs(SHM) ? SHM : Path.of(System.getProperty("java.io.tmpdir"));
  }

  Path path() {
    return path;
  }

  Path homeOf(ProcessIdentity process) {
    return path.resolve(process.pid() + "-" + process.start());
  }

  /**
   * Makes the directory if it is not there.
   *
   * @throws SharedResourceException if it is there but not this user's alone
   */
  void make() throws IOException {
    try {
      Files.createDirectory(path, PRIVATE);
    } catch (FileAlreadyExistsException e) {
      checkPrivate();
    }
  }

  /** Removes the homes of dead processes. Other processes may do the same at the same time. */
  void sweep() {
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(path)) {
      for (Path home : homes) {
        if (processOf(home).filter(process -> !process.isAlive()).isPresent()) {
          removeHome(home);
        }
      }
    } catch (NoSuchFileException e) {
      return; // nobody was here yet
    } catch (IOException e) {
      throw new SharedResourceException("cannot read the segment directory: path=" + path, e);
    }
  }

  /** The homes of living processes. */
  List<Path> livingHomes() {
    List<Path> living = new ArrayList<>();
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(path)) {
      for (Path home : homes) {
        if (processOf(home).filter(ProcessIdentity::isAlive).isPresent()) {
          living.add(home);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of(); // nobody was here yet
    } catch (IOException e) {
      throw new SharedResourceException("cannot read the segment directory: path=" + path, e);
    }
    return living;
  }

  /** Removes a home with its segments; what another process removes meanwhile is as well. */
  void removeHome(Path home) {
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(home)) {
      for (Path segment : segments) {
        Files.deleteIfExists(segment);
      }
      Files.deleteIfExists(home);
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      return; // gone already, or its process makes a segment right now: at exit, a later sweep's
      // job
    } catch (IOException e) {
      throw new SharedResourceException("cannot remove segments: path=" + home, e);
    }
  }

  /** Removes the directory itself when no process has a home in it. */
  void removeIfEmpty() {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      return; // others are at work
    } catch (IOException e) {
      throw new SharedResourceException("cannot remove the segment directory: path=" + path, e);
    }
  }

  private static Optional<ProcessIdentity> processOf(Path home) {
    Matcher name = HOME.matcher(home.getFileName().toString());
    return name.matches()
        ? ProcessIdentity.of(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))
        : Optional.empty();
  }

  private void checkPrivate() throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (!directory || !userId().equals(owner.toString()) || (mode & 0077) != 0) {
      throw new SharedResourceException(
          "the segment directory is not this user's alone: path=%s directory=%s owner=%s user=%s mode=%o; set -D%s to another place"
              .formatted(
                  path, directory, owner, userId(), mode & 07777, SegmentDirectory.ROOT_PROPERTY),
          null);
    }
  }

  private static boolean isUsableTmpfs(Path place) {
    try {
      return Files.isWritable(place) && Files.getFileStore(place).type().equals("tmpfs");
    } catch (IOException e) {
      return false;
    }
  }

  /** The effective user id as a number where there is one, else the user's name. */
  private static String userId() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Uid:"))
          .map(line -> line.split("\\s+", 4)[2])
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      return System.getProperty("user.name").replaceAll("[^A-Za-z0-9_.-]", "_");
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
