package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One run of a sample in a JVM of its own, with folders of its own to work in, so that what it
 * leaves behind shows.
 *
 * @param exitCode of the JVM
 * @param out the lines of its standard output
 * @param err the lines of its standard error
 * @param home the folder that held everything
 */
record SampleRun(int exitCode, List<String> out, List<String> err, Path home) {

  private static final long LIMIT_SECONDS = 300;
  private static final Duration LAST_WORKER_LIMIT = Duration.ofSeconds(5);

  /** Runs the sample's main method to its end. */
  static SampleRun of(Class<?> sample, Path home, String... args)
      throws IOException, InterruptedException {
    Path work = Files.createDirectory(home.resolve("work"));
    Path temporary = Files.createDirectory(home.resolve("tmp"));
    Path shared = Files.createDirectory(home.resolve("shared"));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dprocpool.shared.directory=" + shared);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(sample.getName());
    command.addAll(List.of(args));
    return run(command, work, home);
  }

  private static SampleRun run(List<String> command, Path work, Path home)
      throws IOException, InterruptedException {
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    Process jvm =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!jvm.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      jvm.destroyForcibly().waitFor();
      throw new AssertionError("no end after " + LIMIT_SECONDS + " s: " + Files.readString(out));
    }
    return new SampleRun(jvm.exitValue(), Files.readAllLines(out), Files.readAllLines(err), home);
  }

  /**
   * It ended well, with nothing on stderr, and left no process and no file; the empty folder for
   * crash reports may stay.
   */
  SampleRun assertClean() throws IOException {
    assertEquals(List.of(), err, "stderr");
    assertEquals(0, exitCode, () -> "exit code; output: " + String.join("\n", out));
    for (String folder : List.of("work", "tmp", "shared")) {
      try (Stream<Path> left =
          Files.walk(home.resolve(folder)).filter(file -> !Files.isDirectory(file))) {
        assertEquals(List.of(), left.toList(), "left behind");
      }
    }
    Awaitility.await("the end of all workers")
        .atMost(LAST_WORKER_LIMIT)
        .until(this::nobodyWorksHere);
    return this;
  }

  /** The first line that contains this. */
  String line(String part) {
    Optional<String> found = out.stream().filter(line -> line.contains(part)).findFirst();
    assertTrue(found.isPresent(), () -> "no line has '" + part + "': " + String.join("\n", out));
    return found.get();
  }

  /** The number at the end of the first line that starts with this name. */
  long count(String name) {
    String line = line("  " + name + " ").strip();
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1).replace(",", ""));
  }

  private boolean nobodyWorksHere() throws IOException {
    Path here = home.resolve("work").toRealPath();
    return ProcessHandle.allProcesses()
        .noneMatch(process -> here.equals(workingDirectory(process)));
  }

  private static Path workingDirectory(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
    } catch (NoSuchFileException e) {
      return Path.of(""); // it ended meanwhile
    } catch (IOException e) {
      return Path.of(""); // another user's
    }
  }
}
