package io.procpool.ipc.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.procpool.SharedResourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An element's own file, opened by who takes the element: from then on it can be read whatever
 * becomes of its name. One thread at a time.
 */
final class ElementFile implements AutoCloseable {

  private final Path path;
  private final @Nullable InputStream stream;

  private ElementFile(Path path, @Nullable InputStream stream) {
    this.path = path;
    this.stream = stream;
  }

  /**
   * Opens a file; one that is gone is noticed by {@link #stream} only, so that its element can be
   * taken out of the way.
   *
   * @throws SharedResourceException if it is there but cannot be opened
   */
  static ElementFile open(Path path) {
    try {
      return new ElementFile(path, Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return new ElementFile(path, null);
    } catch (IOException e) {
      throw new SharedResourceException("cannot open an element's file: path=" + path, e);
    }
  }

  /** The part of a file's name that tells it from the queue's other files. */
  static String name(byte[] bytes, int start, int length) {
    return new String(bytes, start, length, US_ASCII);
  }

  /**
   * The contents, see {@link ElementFileLayout}.
   *
   * @throws SharedResourceException if the file is gone
   */
  InputStream stream() {
    if (stream == null) {
      throw new SharedResourceException(
          "an element of the queue is lost: its file went with the queue's creator: path=" + path,
          null);
    }
    return stream;
  }

  Path path() {
    return path;
  }

  /** Removes the name: the element has been taken. */
  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }
}
