package io.procpool.runtime.process;

import io.procpool.ipc.files.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command's words in a file, for {@code java @file}: Linux allows 128 KiB for one word, and a
 * class path can be longer.
 */
final class ArgumentFile {

  /** Longer words make a file necessary. */
  static final int MAX_WORD_BYTES = 100_000;

  private ArgumentFile() {}

  /** Whether the system may refuse the words as they are. */
  static boolean isNeeded(List<String> words) {
    return words.stream().anyMatch(word -> word.getBytes(charset()).length > MAX_WORD_BYTES);
  }

  /**
   * Writes the words to a new file of this user alone, which are to be read by the {@code java}
   * launcher.
   */
  static void write(Path file, List<String> words) throws IOException {
    String lines = words.stream().map(word -> quote(word) + "\n").collect(Collectors.joining());
    try (OutputStream to = OwnerOnly.create(file)) {
      to.write(lines.getBytes(charset()));
    }
  }

  static String quote(String word) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  // The launcher takes the file's bytes as the arguments' bytes.
  static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }
}
