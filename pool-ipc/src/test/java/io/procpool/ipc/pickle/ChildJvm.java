package io.procpool.ipc.pickle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the test's class path in a JVM of its own, and waits for it. */
record ChildJvm(int exitCode, String stdout, String stderr) {

  static ChildJvm run(Path directory, String classPath, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(directory, List.of(), classPath, main, arguments);
  }

  /** As the other, with options of the JVM. */
  static ChildJvm run(
      Path directory, List<String> options, String classPath, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    Path stdout = Files.createTempFile(directory, "stdout", "");
    Path stderr = Files.createTempFile(directory, "stderr", "");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile())
            .start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no end after 120 s: " + command);
      }
    } finally {
      process.destroyForcibly();
    }
    return new ChildJvm(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }
}
