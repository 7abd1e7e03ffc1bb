package io.procpool.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds out what a JVM says that ends before its main class begins. Its output is this process's
 * own, where it cannot be read back; so the same command is run once more, with its output caught.
 * A JVM that starts this time finds no parent, and ends without a word.
 */
public final class StartTrial {

  private static final long LIMIT_SECONDS = 10;
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_LINES = 8;

  private StartTrial() {}

  /**
   * The last lines that the command prints if it fails; none if it does not fail now. Blocks for as
   * long as a JVM takes to start, {@value #LIMIT_SECONDS} s at most.
   */
  public static List<String> lines(JvmCommand command) {
    try {
      Path arguments = WorkerFiles.fresh("args");
      try {
        return run(WorkerLauncher.builder(command, arguments, WorkerFiles.fresh("sock")));
      } finally {
        delete(arguments);
      }
    } catch (IOException | OutOfMemoryError cannotStart) { // the latter for want of threads, too
      return List.of(String.valueOf(cannotStart.getMessage()));
    }
  }

  private static List<String> run(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      CompletableFuture<Void> limit =
          CompletableFuture.runAsync(
              process::destroyForcibly,
              CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS));
      byte[] bytes = output.readNBytes(MAX_BYTES);
      boolean failed = process.onExit().join().exitValue() != 0;
      limit.cancel(false);
      return failed ? lastLines(new String(bytes, StandardCharsets.UTF_8)) : List.of();
    } finally {
      process.destroyForcibly();
    }
  }

  static List<String> lastLines(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      // In a private directory, where a later program of this user removes it.
    }
  }
}
