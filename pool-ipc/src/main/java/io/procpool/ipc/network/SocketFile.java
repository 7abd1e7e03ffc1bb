package io.procpool.ipc.network;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix server socket. It is made in a directory that only this user may enter, and
 * appears under its name when only this user may open it, whatever the process's umask is.
 *
 * <p>The file of a server that has died is replaced; that of a living one never.
 */
final class SocketFile {

  private final Path path;
  private final @Nullable Object identity;

  private SocketFile(Path path, @Nullable Object identity) {
    this.path = path;
    this.identity = identity;
  }

  /**
   * Binds the server to the path.
   *
   * @throws BindException if a living server has it, or the file is no socket
   * @throws IOException if no file can be made there
   */
  static SocketFile bind(ServerSocketChannel server, Path path, int backlog) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          path.toString(), null, "the directory of the socket is missing");
    }
    Path workshop = Files.createTempDirectory(folder, ".", ownerOnly("rwx------"));
    Path made = workshop.resolve("s");
    try {
      server.bind(UnixDomainSocketAddress.of(made), backlog);
      if (isPosix()) {
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      }
      removeIfDead(path, workshop.resolve("old"));
      publish(made, path);
      return new SocketFile(path, identityOf(path));
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(workshop);
    }
  }

  /** Removes the file, unless another server has it now. */
  void remove() throws IOException {
    try {
      if (Objects.equals(identity, identityOf(path))) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException gone) {
      return; // somebody was faster
    }
  }

  /** Gives the socket its name; never another's. */
  private static void publish(Path made, Path path) throws IOException {
    try {
      Files.createLink(path, made);
    } catch (FileAlreadyExistsException e) {
      throw taken(path);
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      Files.move(made, path);
    }
  }

  /** Two servers may find the same dead file: what was moved away is asked once more. */
  private static void removeIfDead(Path path, Path aside) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes file =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!file.isOther()) {
      throw new BindException("the file is no socket, and is not replaced: " + path);
    }
    if (isServed(path)) {
      throw taken(path);
    }
    Files.move(path, aside);
    if (isServed(aside)) {
      publish(aside, path);
      Files.deleteIfExists(aside);
      throw taken(path);
    }
    Files.delete(aside);
  }

  /** Whether a living process listens there. */
  private static boolean isServed(Path path) throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false); // a full queue is a server, too
      return probe.connect(UnixDomainSocketAddress.of(path)) || probe.isConnectionPending();
    } catch (SocketException e) {
      if ("Connection refused".equals(e.getMessage())) {
        return false;
      }
      if ("Resource temporarily unavailable".equals(e.getMessage())) {
        return true;
      }
      throw e;
    }
  }

  private static BindException taken(Path path) {
    return new BindException("a living server has the address: " + path);
  }

  private static @Nullable Object identityOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
