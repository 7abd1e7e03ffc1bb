package io.procpool.runtime.process;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file a worker's JVM leaves when it crashes in native code, unless the user's options send it
 * elsewhere by {@code -XX:ErrorFile}. It stays for its reader, until {@value #KEPT} newer ones of
 * this user have come.
 */
public final class CrashReport {

  private static final Pattern NAME = Pattern.compile("hs_err_pid\\d+\\.log");

  /** How many reports stay, some 100 kB each. */
  static final int KEPT = 50;

  private CrashReport() {}

  /** The JVM option that says where; {@code %p} is for the pid. None where there is no place. */
  static List<String> options() {
    return path("%p").map(path -> List.of("-XX:ErrorFile=" + path)).orElse(List.of());
  }

  /**
   * The absolute path of the report a dead process left, for which the oldest ones make room; null
   * if it left none.
   */
  public static @Nullable String of(long pid) {
    Optional<Path> report =
        path(Long.toString(pid)).filter(path -> Files.isRegularFile(path, NOFOLLOW_LINKS));
    report.map(Path::getParent).ifPresent(CrashReport::removeOld);
    return report.map(Path::toString).orElse(null);
  }

  /** Removes all but the newest. What another process removes at the same time is none of ours. */
  static void removeOld(Path directory) {
    File[] reports = directory.toFile().listFiles((_, name) -> NAME.matcher(name).matches());
    if (reports == null || reports.length <= KEPT) {
      return;
    }
    Map<File, Long> times = new HashMap<>(); // once each: they must not change while sorting
    for (File report : reports) {
      times.put(report, report.lastModified());
    }
    Arrays.sort(reports, Comparator.comparing(times::get, Comparator.reverseOrder()));
    for (File old : Arrays.asList(reports).subList(KEPT, reports.length)) {
      boolean _ = old.delete();
    }
  }

  private static Optional<Path> path(String pid) {
    return WorkerFiles.directory().map(directory -> directory.resolve("hs_err_pid" + pid + ".log"));
  }
}
