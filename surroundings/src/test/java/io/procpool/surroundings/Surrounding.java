package io.procpool.surroundings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where a program runs: lines of a shell before it, its JVM's launcher and options, and what the
 * launcher starts. The shell's lines have the program's command as {@code "$@"} and end with it.
 *
 * @param program the launcher's last words: a class path and a class, a jar, or a module
 */
record Surrounding(String shell, Path java, List<String> jvmOptions, List<String> program) {

  private static final long LIMIT_MINUTES = 2;
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  /** An executable jar, which says by its manifest whether it has native access. */
  static Surrounding ofJar(Path jar) {
    return of("-jar", jar.toString()).withoutNativeAccess();
  }

  /** What the launcher is given after its options, with native access, in the tests' own JDK. */
  static Surrounding of(String... program) {
    return new Surrounding(
        "exec \"$@\"", launcherOf(ownJdk()), List.of(NATIVE_ACCESS), List.of(program));
  }

  /** The JDK that runs the tests. */
  static Path ownJdk() {
    return Path.of(System.getProperty("java.home"));
  }

  private static Path launcherOf(Path image) {
    return image.resolve("bin").resolve("java");
  }

  /** With these lines instead; the last of them runs {@code "$@"}. */
  Surrounding shell(String... lines) {
    return new Surrounding(String.join("\n", lines), java, jvmOptions, program);
  }

  /** With another run-time image. */
  Surrounding image(Path image) {
    return new Surrounding(shell, launcherOf(image), jvmOptions, program);
  }

  Surrounding options(String... more) {
    List<String> all = new ArrayList<>(jvmOptions);
    all.addAll(List.of(more));
    return new Surrounding(shell, java, all, program);
  }

  Surrounding withoutNativeAccess() {
    List<String> others = new ArrayList<>(jvmOptions);
    others.remove(NATIVE_ACCESS);
    return new Surrounding(shell, java, others, program);
  }

  /** With arguments for the program. */
  Surrounding arguments(String... arguments) {
    List<String> all = new ArrayList<>(program);
    all.addAll(List.of(arguments));
    return new Surrounding(shell, java, jvmOptions, all);
  }

  /** Starts this instead. */
  Surrounding program(String... words) {
    return new Surrounding(shell, java, jvmOptions, List.of(words));
  }

  /** Runs the program here; what it prints goes to files of {@code directory}. */
  Outcome run(Path directory) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", shell, "sh"));
    command.add(java.toString());
    command.addAll(jvmOptions);
    command.addAll(program);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), "the program hangs");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), read(out), read(err));
  }

  // A JVM may print in any encoding.
  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** How the program ended. */
  record Outcome(int exitCode, String out, String err) {

    void worksInSilence() {
      works();
      assertEquals("", err, "stderr");
    }

    /** All works, with one warning on stderr, which has these words. */
    void worksAndWarns(String words) {
      works();
      List<String> warnings = err.lines().filter(line -> line.startsWith("WARNING: ")).toList();
      assertEquals(1, warnings.size(), this::toString);
      assertTrue(warnings.getFirst().contains(words), this::toString);
    }

    /** All works, and all lines on stderr have these words of the JVM itself. */
    void worksAndTells(String words) {
      works();
      assertTrue(err.lines().allMatch(line -> line.contains(words)), this::toString);
    }

    /** All works, though something may have been said on stderr. */
    void works() {
      assertEquals(0, exitCode, this::toString);
      assertTrue(out.endsWith("all works\n"), this::toString);
    }

    /** All works, or the program fails and says why with one of these words. */
    void worksOrFailsSaying(String... words) {
      if (exitCode == 0) {
        works();
      } else {
        assertTrue(Stream.of(words).anyMatch((out + err)::contains), this::toString);
      }
    }

    /** The program does not start, and says so with these words. */
    void failsSaying(String words) {
      assertTrue(exitCode != 0, this::toString);
      assertTrue(err.contains(words), this::toString);
    }
  }
}
