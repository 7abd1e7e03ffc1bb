package io.procpool.ipc.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.procpool.SharedResourceException;
import io.procpool.ipc.files.OwnerOnly;
import io.procpool.ipc.memory.Party;
import io.procpool.ipc.memory.SegmentDirectory;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The files of elements that are too large for a queue's ring, beside the queue's own: {@code
 * QUEUE.PROCESS-NUMBER}, where the process is the one that put it.
 *
 * <p>A file is complete before its record is put, and opened before its record is taken, so a
 * record's element can always be read. A process that dies after it has made the file and before it
 * has put the record, or after it has taken the record and before it has removed the file, leaves a
 * file that no record names: {@link #sweep} removes those once the process that made them has died,
 * and all of them go with the queue. Any thread may call.
 */
final class ElementFiles {

  /** Of the process, not of this: a queue may be closed and attached again. */
  private static final AtomicLong LAST_NUMBER = new AtomicLong();

  private final Path queue;
  private final Party party;

  ElementFiles(Path queue, Party party) {
    this.queue = queue;
    this.party = party;
  }

  /**
   * Makes a file.
   *
   * @return its name in a record
   * @throws SharedResourceException if there is no room, or the queue's creator is gone
   */
  byte[] make(byte[] body, int start, int length, List<Object> arrays) {
    String name = Long.toHexString(party.identity()) + "-" + LAST_NUMBER.incrementAndGet();
    Path path = path(name);
    long bytes = ElementFileLayout.bytes(length, arrays);
    try {
      checkRoom(path, bytes);
      try (OutputStream to = OwnerOnly.create(path)) {
        ElementFileLayout.write(to, body, start, length, arrays);
      }
      return name.getBytes(US_ASCII);
    } catch (IOException e) {
      throw failure(path, bytes, e);
    }
  }

  /** Opens the file that a record names, see {@link ElementFile#open}. */
  ElementFile open(String name) {
    return ElementFile.open(path(name));
  }

  /** Removes a file whose record was not put. */
  void delete(String name) {
    delete(path(name));
  }

  /**
   * Removes the files of dead processes that no record names.
   *
   * @param named gives the names in the queue's records; not called if no dead process has a file
   */
  void sweep(Supplier<Set<String>> named) {
    List<String> ofTheDead = names().stream().filter(this::isOfADeadProcess).toList();
    if (!ofTheDead.isEmpty()) {
      // A dead process puts no more, so what is not named by now never will be.
      Set<String> needed = named.get();
      ofTheDead.stream().filter(name -> !needed.contains(name)).forEach(this::delete);
    }
  }

  /** Removes all files: nobody has the queue any more. */
  void deleteAll() {
    names().forEach(this::delete);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    String prefix = queue.getFileName() + ".";
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(queue.resolveSibling("."), prefix + "*")) {
      files.forEach(file -> names.add(file.getFileName().toString().substring(prefix.length())));
    } catch (NoSuchFileException e) {
      return List.of(); // gone with the queue's creator
    } catch (IOException e) {
      throw new SharedResourceException("cannot read the directory of a queue: path=" + queue, e);
    }
    return names;
  }

  private boolean isOfADeadProcess(String name) {
    long identity = Long.parseUnsignedLong(name.substring(0, name.indexOf('-')), 16);
    return !party.liveness().isAlive(identity);
  }

  private Path path(String name) {
    return queue.resolveSibling(queue.getFileName() + "." + name);
  }

  /** Says no at once rather than after filling the file system up. */
  private static void checkRoom(Path path, long bytes) throws IOException {
    // Not by a FileStore: to find one takes longer than to write a megabyte.
    File directory = path.resolveSibling(".").toFile();
    if (directory.exists() && directory.getUsableSpace() < bytes) {
      throw new FileSystemException(path.toString(), null, "No space left on device");
    }
  }

  private static SharedResourceException failure(Path path, long bytes, IOException cause) {
    SharedResourceException failure =
        new SharedResourceException(
            "cannot put an element that needs a file of its own: path=%s bytes=%d cause=%s; the file system may be full (set -D%s to a larger one), or the queue's creator has closed it or ended"
                .formatted(path, bytes, cause.getMessage(), SegmentDirectory.ROOT_PROPERTY),
            cause);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new SharedResourceException("cannot remove an element's file: path=" + path, e);
    }
  }
}
