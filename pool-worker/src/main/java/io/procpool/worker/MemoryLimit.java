package io.procpool.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks for the worker's replacement, once, when its resident memory is above a limit. Where the
 * system does not tell a process its resident memory ({@code /proc/self/status}), the JVM's used
 * heap stands for it.
 */
final class MemoryLimit {

  private static final long CHECK_NANOS = 100_000_000;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final String KIB = "kB";

  private final long maxBytes;
  private long lastCheck = System.nanoTime() - CHECK_NANOS;
  private boolean asked;

  /** A limit in bytes; 0 for none. */
  MemoryLimit(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Task thread, between items. */
  void check(OutcomeSender sender, long now) throws IOException {
    if (maxBytes == 0 || asked || now - lastCheck < CHECK_NANOS) {
      return;
    }
    lastCheck = now;
    if (residentBytes() > maxBytes) {
      asked = true;
      sender.askForReplacement();
      sender.flush();
    }
  }

  private static long residentBytes() throws IOException {
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          String kib = line.substring(RESIDENT.length(), line.length() - KIB.length());
          return Long.parseLong(kib.strip()) * 1024;
        }
      }
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
