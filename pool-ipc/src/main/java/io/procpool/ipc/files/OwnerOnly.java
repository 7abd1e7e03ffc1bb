package io.procpool.ipc.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** What makes files and directories their owner's alone, whatever the process's umask is. */
public final class OwnerOnly {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Makes a directory that only its owner may enter, from its first moment on. */
  public static FileAttribute<?>[] directory() {
    return permissions("rwx------");
  }

  /** Makes a file that only its owner may read and write, from its first moment on. */
  public static FileAttribute<?>[] file() {
    return permissions("rw-------");
  }

  /**
   * Makes a new file and opens it for writing. The caller closes the stream. No interrupt ends a
   * write.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is a file or a link of that name
   */
  public static OutputStream create(Path path) throws IOException {
    Files.createFile(path, file());
    return Files.newOutputStream(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes a file one that all may read and only its owner may write. */
  public static void keepOthersFromWriting(Path path) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static FileAttribute<?>[] permissions(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
