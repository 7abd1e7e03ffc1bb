package io.procpool.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A whole program in a JVM of its own, and everything it leaves behind: its output, its processes
 * (all descendants, told by a variable in their environment), its segments and its files.
 *
 * <p>It has a session of its own, so that a signal to its process group is as Ctrl-C on a terminal
 * of its own.
 */
final class Program implements AutoCloseable {

  private static final String MARK = "PROCPOOL_TEST_PROGRAM";

  private final String mark;
  private final Path shared;
  private final Path files;
  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  /** Starts {@code main} with its segments and temporary files below {@code directory}. */
  Program(Path directory, List<String> jvmOptions, Class<?> main, Object... arguments)
      throws IOException {
    this(Map.of(), directory, jvmOptions, main, arguments);
  }

  /** As the other, with further environment variables. */
  Program(
      Map<String, String> environment,
      Path directory,
      List<String> jvmOptions,
      Class<?> main,
      Object... arguments)
      throws IOException {
    this.mark = UUID.randomUUID().toString();
    this.shared = Files.createDirectories(directory.resolve("shared"));
    this.files = Files.createDirectories(directory.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add("/usr/bin/setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add(
        "-Dprocpool.aot=off"); // the builder of a cache is a process too, and may outlive its
    // program for a moment
    command.add("-XX:+UseSerialGC");
    command.add("-Djava.io.tmpdir=" + files);
    command.add("-Dprocpool.shared.directory=" + shared);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Stream.of(arguments).forEach(argument -> command.add(argument.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put(MARK, mark);
    process = builder.start();
    process.getOutputStream().close();
    read("out", process.getInputStream(), out);
    read("err", process.getErrorStream(), err);
  }

  private void read(String name, InputStream from, List<String> to) {
    readers.add(
        Thread.ofPlatform()
            .name("program-" + name)
            .daemon()
            .start(() -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                lines.lines().forEach(to::add);
              } catch (IOException e) {
                to.add("reading failed: " + e);
              }
            }));
  }

  long pid() {
    return process.pid();
  }

  /** What it has printed so far. */
  List<String> out() {
    return List.copyOf(out);
  }

  List<String> err() {
    return List.copyOf(err);
  }

  /** Waits until it has printed a line that begins so; the rest of the line. */
  String awaitLine(String prefix) {
    await(prefix)
        .atMost(Gate.LIMIT)
        .until(() -> lineOf(prefix) != null || !process.isAlive() && readersEnded());
    String rest = lineOf(prefix);
    assertTrue(rest != null, () -> "no line " + prefix + " in " + out + ", stderr: " + err);
    return rest;
  }

  private String lineOf(String prefix) {
    return out.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElse(null);
  }

  private boolean readersEnded() {
    return readers.stream().noneMatch(Thread::isAlive);
  }

  /** Sends a signal to it alone. */
  void signal(String name) throws IOException, InterruptedException {
    kill(name, Long.toString(pid()));
  }

  /** Sends a signal to it and all processes of its group, as a terminal does. */
  void signalGroup(String name) throws IOException, InterruptedException {
    kill(name, "-" + pid());
  }

  static void kill(String signal, String whom) throws IOException, InterruptedException {
    int code = new ProcessBuilder("/bin/kill", "-" + signal, "--", whom).start().waitFor();
    assertEquals(0, code, "kill -" + signal + " -- " + whom);
  }

  /** Waits for its end; its exit code. All it printed has been read then. */
  int awaitExit() throws InterruptedException {
    assertTrue(process.waitFor(3, TimeUnit.MINUTES), () -> "it hangs; out=" + out + " err=" + err);
    for (Thread reader : readers) {
      reader.join(Gate.LIMIT.toMillis());
    }
    return process.exitValue();
  }

  /** Waits for its orderly end, and checks that it was silent on stderr and left nothing. */
  void assertCleanEnd() throws Exception {
    int code = awaitExit();
    assertEquals(List.of(), err, "stderr");
    assertEquals(0, code, () -> "exit code; out=" + out);
    awaitNoProcess();
    assertEquals(List.of(), filesLeft());
  }

  /** Waits until no process of it is alive, whatever became of the first. */
  void awaitNoProcess() {
    await("processes left").atMost(Gate.LIMIT).until(() -> processes().isEmpty());
  }

  /** Its processes that are alive, zombies excluded. */
  List<Long> processes() throws IOException {
    List<Long> alive = new ArrayList<>();
    byte[] variable = (MARK + "=" + mark).getBytes(StandardCharsets.US_ASCII);
    String wanted = new String(variable, StandardCharsets.ISO_8859_1);
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path entry : all.toList()) {
        if (entry.getFileName().toString().matches("\\d+") && environ(entry).contains(wanted)) {
          alive.add(Long.parseLong(entry.getFileName().toString()));
        }
      }
    }
    return alive;
  }

  private static String environ(Path entry) {
    try {
      return Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  /** Its segments, sockets and temporary files; directories do not count. */
  List<Path> filesLeft() throws IOException {
    List<Path> left = new ArrayList<>();
    for (Path root : List.of(shared, files)) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(path -> !Files.isDirectory(path)).forEach(left::add);
      }
    }
    return left;
  }

  /** Ends what is left of it. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    for (long pid : processes()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
