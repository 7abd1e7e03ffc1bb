package io.procpool.runtime.process;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files a JVM leaves when it crashes in native code: {@code hs_err_pidN.log}, in one directory
 * for all workers.
 */
public final class CrashReport {

  private static final Path DIRECTORY =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "procpool-crashes-" + System.getProperty("user.name"));

  private CrashReport() {}

  /**
   * The directory, made if need be; null if it cannot be made, and reports go to the working
   * directory.
   */
  static @Nullable Path directory() {
    try {
      return Files.createDirectories(DIRECTORY);
    } catch (java.io.IOException e) {
      return null;
    }
  }

  /** The absolute path of the report a dead process left; null if it left none. */
  public static @Nullable String of(long pid) {
    Path report = DIRECTORY.resolve("hs_err_pid" + pid + ".log");
    return Files.isRegularFile(report) ? report.toString() : null;
  }
}
