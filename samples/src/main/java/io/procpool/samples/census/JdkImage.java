package io.procpool.samples.census;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class files of the running JDK, by their paths in its {@code jrt:/} file system. */
public final class JdkImage {

  private static final FileSystem JRT = FileSystems.getFileSystem(URI.create("jrt:/"));

  private JdkImage() {}

  /**
   * The paths of all class files, such as {@code /modules/java.base/java/lang/Object.class},
   * sorted.
   */
  public static List<String> classFiles() throws IOException {
    try (Stream<Path> files = Files.walk(JRT.getPath("/modules"))) {
      return files.map(Path::toString).filter(name -> name.endsWith(".class")).sorted().toList();
    }
  }

  /** The bytes of one class file. */
  public static byte[] read(String path) throws IOException {
    return Files.readAllBytes(JRT.getPath(path));
  }

  /** The module a path belongs to: its second name. */
  static String module(String path) {
    return path.split("/", 4)[2];
  }
}
