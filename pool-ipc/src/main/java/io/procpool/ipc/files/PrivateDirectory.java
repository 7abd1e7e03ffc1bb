package io.procpool.ipc.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A directory that is this user's alone: no link, owned by this user, and nobody else may enter it.
 * One of that name which is not so is another's, and nothing in it is read or removed.
 *
 * <p>What is removed is removed through the opened directory (openat(2), unlinkat(2)) after it was
 * compared with what was looked at, so that nobody can put another directory in its place meanwhile
 * who may rename it. Where a system has no such calls, names are used. Any thread may call; other
 * processes may do the same at the same time.
 */
public final class PrivateDirectory {

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final int OTHERS = 0077;

  private final Path path;

  /** Names it; makes nothing. */
  public PrivateDirectory(Path path) {
    this.path = path;
  }

  /** Where it is, or would be. */
  public Path path() {
    return path;
  }

  /**
   * Makes it if it is not there.
   *
   * @throws FileAlreadyExistsException if there is something of that name that is not this user's
   *     alone; its reason says what
   */
  public void make() throws IOException {
    try {
      Files.createDirectory(path, OwnerOnly.directory());
    } catch (FileAlreadyExistsException e) {
      Optional<String> foreign = whyForeign(attributes());
      if (foreign.isPresent()) {
        throw new FileAlreadyExistsException(path.toString(), null, foreign.get());
      }
    }
  }

  /** Whether it is there and this user's alone. */
  public boolean isOurs() throws IOException {
    try {
      return whyForeign(attributes()).isEmpty();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The names in it; none if it is not there or another's. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    inside(entries -> entries.forEach(entry -> names.add(nameOf(entry))));
    return names;
  }

  /** Removes the files in it whose names are ours; nothing if it is another's. */
  public void deleteFiles(Predicate<String> ours) throws IOException {
    inside(entries -> deleteFiles(entries, ours));
  }

  /**
   * Removes a directory in it, with those of its files whose names are ours; nothing if either is
   * another's. It stays if other files are in it.
   */
  public void deleteDirectory(String name, Predicate<String> ours) throws IOException {
    inside(entries -> deleteDirectory(entries, path.resolve(name), ours));
  }

  /** Removes it if it is empty and ours. */
  public void deleteIfEmpty() throws IOException {
    try {
      if (isOurs()) {
        Files.deleteIfExists(path);
      }
    } catch (DirectoryNotEmptyException e) {
      return; // somebody has something in it
    }
  }

  /** Reads the opened directory; nothing if it is not there or another's. */
  private void inside(Reading reading) throws IOException {
    try {
      Map<String, Object> seen = attributes();
      if (whyForeign(seen).isPresent()) {
        return;
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        if (isSame(entries, seen)) {
          reading.of(entries);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // another process has removed it
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isSame(DirectoryStream<Path> opened, Map<String, Object> seen)
      throws IOException {
    return !(opened instanceof SecureDirectoryStream<Path> secure)
        || Objects.equals(
            seen.get("fileKey"),
            secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey());
  }

  private Map<String, Object> attributes() throws IOException {
    String wanted = UNIX ? "unix:isDirectory,uid,mode,fileKey" : "isDirectory,fileKey";
    return Files.readAttributes(path, wanted, LinkOption.NOFOLLOW_LINKS);
  }

  private static Optional<String> whyForeign(Map<String, Object> attributes) throws IOException {
    boolean directory = Boolean.TRUE.equals(attributes.get("isDirectory"));
    if (!UNIX) {
      return directory ? Optional.empty() : Optional.of("not a directory");
    }
    String owner = String.valueOf(attributes.get("uid"));
    int mode = attributes.get("mode") instanceof Integer bits ? bits : OTHERS;
    return directory && owner.equals(User.id()) && (mode & OTHERS) == 0
        ? Optional.empty()
        : Optional.of(
            "not this user's alone: directory=%s owner=%s user=%s mode=%o"
                .formatted(directory, owner, User.id(), mode & 07777));
  }

  private static void deleteFiles(DirectoryStream<Path> in, Predicate<String> ours)
      throws IOException {
    for (Path entry : in) {
      if (ours.test(nameOf(entry))) {
        delete(in, entry, ours);
      }
    }
  }

  /** Directories of ours are made by us alone, so what is ours in them goes by the same rule. */
  private static void delete(DirectoryStream<Path> in, Path entry, Predicate<String> ours)
      throws IOException {
    try {
      if (isDirectory(in, entry)) {
        deleteDirectory(in, entry, ours);
      } else if (in instanceof SecureDirectoryStream<Path> secure) {
        secure.deleteFile(entry.getFileName());
      } else {
        Files.deleteIfExists(entry);
      }
    } catch (NoSuchFileException e) {
      return; // another process was faster
    }
  }

  private static boolean isDirectory(DirectoryStream<Path> in, Path entry) throws IOException {
    BasicFileAttributes attributes =
        in instanceof SecureDirectoryStream<Path> secure
            ? secure
                .getFileAttributeView(
                    entry.getFileName(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
            : Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isDirectory();
  }

  private static void deleteDirectory(
      DirectoryStream<Path> in, Path directory, Predicate<String> ours) throws IOException {
    try {
      if (!isDirectory(in, directory)) {
        return; // a link, or a file: not made by us
      }
      if (in instanceof SecureDirectoryStream<Path> secure) {
        Path name = directory.getFileName();
        try (DirectoryStream<Path> files =
            secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          deleteFiles(files, ours);
        }
        secure.deleteDirectory(name);
      } else {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
          deleteFiles(files, ours);
        }
        Files.deleteIfExists(directory);
      }
    } catch (NoSuchFileException | NotDirectoryException | DirectoryNotEmptyException e) {
      return; // another process was faster; or something in it is not ours, or is being made
    }
  }

  private static String nameOf(Path entry) {
    return entry.getFileName().toString();
  }

  private interface Reading {
    void of(DirectoryStream<Path> entries) throws IOException;
  }
}
