package io.procpool.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files by which a parent starts workers, in {@code java.io.tmpdir/procpool-workers-USER},
 * which only this user may enter: sockets and argument files, named by the parent's pid and gone
 * with the worker, and the workers' latest crash reports.
 */
final class WorkerFiles {

  // sun_path has 108 bytes on Linux, 104 elsewhere.
  private static final int MAX_SOCKET_PATH = 100;
  private static final Pattern TRANSIENT = Pattern.compile("(\\d+)-\\d+\\.(sock|args)");
  private static final AtomicLong NEXT = new AtomicLong();

  private WorkerFiles() {}

  /** A path that no file has, of this process. */
  static Path fresh(String suffix) {
    long pid = ProcessHandle.current().pid();
    return Directory.PATH.resolve(pid + "-" + NEXT.incrementAndGet() + "." + suffix);
  }

  /** The directory. */
  static Path directory() {
    return Directory.PATH;
  }

  /** Makes the directory, or takes it where it is this user's alone, or makes another. */
  static Path prepare(Path root, String user) throws IOException {
    Path shared = root.resolve("procpool-workers-" + user.replaceAll("[^A-Za-z0-9_.-]", "_"));
    boolean shortEnough =
        shared.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH - 30;
    Path fallback = Path.of("/tmp");
    if (!shortEnough && !root.equals(fallback) && Files.isWritable(fallback)) {
      return prepare(fallback, user);
    }
    try {
      Files.createDirectory(shared, ownerOnly());
    } catch (FileAlreadyExistsException there) {
      if (!isOurs(shared)) {
        Path own = Files.createTempDirectory(root, "procpool-");
        own.toFile().deleteOnExit();
        return own;
      }
      sweep(shared);
    }
    return shared;
  }

  /** Removes what killed parents left. */
  private static void sweep(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher name = TRANSIENT.matcher(file.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOurs(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      return Files.isWritable(directory);
    }
    int mode = (Integer) Files.getAttribute(directory, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    Path home = Path.of(System.getProperty("user.home"));
    Path self = Path.of("/proc/self");
    Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    Object user = Files.getAttribute(Files.exists(self) ? self : home, "unix:uid");
    return (mode & 0077) == 0 && owner.equals(user);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static final class Directory {
    static final Path PATH;

    static {
      try {
        PATH =
            prepare(
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath(),
                System.getProperty("user.name"));
      } catch (IOException failed) {
        throw new UncheckedIOException("no private directory for workers' files", failed);
      }
    }
  }
}
