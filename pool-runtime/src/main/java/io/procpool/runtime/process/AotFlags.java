package io.procpool.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of a worker's JVM options an AOT cache depends on: it must be made with them, and used with
 * the same ones only, or the JVM rejects it and the default archive with it.
 */
final class AotFlags {

  /** Options with which the JVM uses no cache, or the user manages archives himself. */
  private static final Pattern EXCLUDED =
      Pattern.compile(
          "@.*|-XX:AOT.*|-XX:.*(SharedArchiveFile|SharedClassListFile|AtExit|JavaAgent).*"
              + "|-Xshare:.*|-javaagent:.*|-agent(lib|path):.*|-Xrun.*|-Xdebug|-Xbootclasspath.*"
              + "|--(patch-module|limit-modules|upgrade-module-path).*"
              + "|-Djava\\.system\\.class\\.loader=.*|-XX:(Flags|VMOptionsFile|CRaC).*");

  /** Options that a cache does not care about. Heap sizes are told apart by their effect. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "-D.*|-(ea|da|esa|dsa|(en|dis)able(system)?assertions)(:.*)?|-Xm[sn].*|-Xss.*|-Xlog.*"
              + "|-XX:(ErrorFile|ActiveProcessorCount|CICompilerCount|ParallelGCThreads)=.*"
              + "|-XX:(Initial|Min)RAMPercentage=.*|-XX:[+-](UsePerfData|ExitOnOutOfMemoryError)"
              + "|-XX:[+-]HeapDumpOnOutOfMemoryError|-XX:HeapDumpPath=.*"
              + "|-XX:\\+Use(Serial|Parallel|G1)GC");

  private static final Pattern MAX_HEAP = Pattern.compile("-Xmx(\\d+)([kKmMgGtT]?)");
  private static final Pattern MAX_HEAP_PERCENT =
      Pattern.compile("-XX:MaxRAMPercentage=(\\d+(?:\\.\\d+)?)");

  /** A little under 32 GiB, where the JVM gives up compressed object pointers. */
  private static final long COMPRESSED_HEAP_BYTES = 30L << 30;

  private AotFlags() {}

  /** The options a cache depends on, in order; empty: no cache is possible with these options. */
  static Optional<List<String>> significant(List<String> options) {
    return significant(options, memoryBytes());
  }

  static Optional<List<String>> significant(List<String> options, long memoryBytes) {
    List<String> joined = OptionWords.joined(options);
    if (joined.stream().anyMatch(option -> EXCLUDED.matcher(option).matches())) {
      return Optional.empty();
    }
    return Optional.of(
        joined.stream()
            .filter(option -> !HARMLESS.matcher(option).matches())
            .filter(option -> !keepsPointersCompressed(option, memoryBytes))
            .toList());
  }

  private static boolean keepsPointersCompressed(String option, long memoryBytes) {
    Matcher bytes = MAX_HEAP.matcher(option);
    if (bytes.matches()) {
      int shift = 10 * (1 + "kmgt".indexOf(bytes.group(2).toLowerCase(Locale.ROOT)));
      long factor = bytes.group(2).isEmpty() ? 1 : 1L << shift;
      return Long.parseLong(bytes.group(1)) <= COMPRESSED_HEAP_BYTES / factor;
    }
    Matcher percent = MAX_HEAP_PERCENT.matcher(option);
    return percent.matches()
        && Double.parseDouble(percent.group(1)) / 100 * memoryBytes <= COMPRESSED_HEAP_BYTES;
  }

  // The machine's, which a container's limit only lowers.
  private static long memoryBytes() {
    try { // no interrupt ends this read
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
          .filter(line -> line.startsWith("MemTotal:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }
}
