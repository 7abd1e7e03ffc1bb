package io.procpool.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Where and when it was measured.
 *
 * @param loadBefore the load average of the last minute before the first case: on a quiet machine
 *     near 0
 */
public record Machine(
    String cpu, int cpus, String system, String jvm, double loadBefore, String mode, String when) {

  /** This machine, now. */
  public static Machine current(Mode mode) throws IOException {
    return new Machine(
        readCpu(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        mode.name().toLowerCase(Locale.ROOT),
        Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
  }

  private static String readCpu() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** In a sentence. */
  public String description() {
    return "%d CPUs (%s), %s, %s; mode %s, %s; load before the first case %.2f."
        .formatted(cpus, cpu, system, jvm, mode, when, loadBefore);
  }
}
