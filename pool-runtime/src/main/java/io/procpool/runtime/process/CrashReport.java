package io.procpool.runtime.process;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file a worker's JVM leaves when it crashes in native code, unless the user's options send it
 * elsewhere by {@code -XX:ErrorFile}. It stays until somebody deletes it.
 */
public final class CrashReport {

  private CrashReport() {}

  /** The JVM option that says where; {@code %p} is for the pid. */
  static String option() {
    return "-XX:ErrorFile=" + path("%p");
  }

  /** The absolute path of the report a dead process left; null if it left none. */
  public static @Nullable String of(long pid) {
    Path report = path(Long.toString(pid));
    return Files.isRegularFile(report) ? report.toString() : null;
  }

  private static Path path(String pid) {
    return WorkerFiles.directory().resolve("hs_err_pid" + pid + ".log");
  }
}
