package io.procpool.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks for the worker's replacement, once, when its resident memory is above a limit. Where the system does not tell a
 * process its resident memory ({@code /proc/self/statm}), the JVM's used heap stands for it.
 */
final class MemoryLimit {

  private static final long CHECK_NANOS = 100_000_000;
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4096;

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
    if (Files.isReadable(STATM)) {
      return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE_BYTES;
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
