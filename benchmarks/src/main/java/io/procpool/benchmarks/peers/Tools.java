package io.procpool.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Programs of the system, and those this module brings along. */
public final class Tools {

  private Tools() {}

  /** Whether the search path has this program. */
  public static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  static Path unpack(String resource, Path directory) throws IOException {
    Path file = directory.resolve(resource);
    try (InputStream content = Tools.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IOException("not in the jar: " + resource);
      }
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }
}
