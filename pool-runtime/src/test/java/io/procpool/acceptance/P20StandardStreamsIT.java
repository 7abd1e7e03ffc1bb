package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.JvmProcess;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** P20, as a program: what tasks start finds standard streams that it can use. */
class P20StandardStreamsIT {

  @TempDir Path directory;

  /** How a shell's command ends that inherits all three, and what it wrote into the file. */
  private static String shell(String command, Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", command, "sh", file.toString()).inheritIO().start();
    int code = process.waitFor();
    return code + " " + Files.readString(file).strip();
  }

  private static void ask(Transport transport, Path directory) throws Exception {
    List<String> told = new ArrayList<>();
    Path file = directory.resolve("told");
    PoolOptions options = PoolOptions.defaults().withWorkers(2).withTransport(transport);
    try (Pool pool = Pool.open(options)) {
      told.add(pool.apply(() -> shell("wc -c > \"$1\"", file)));
      told.add(pool.apply(() -> shell(": > \"$1\" && echo out && echo err >&2", file)));
      System.out.println("the parent prints");
      System.err.println("and says");
      told.add("" + pool.map(x -> x + 1, List.of(1, 2, 3)));
    }
    JvmProcess process =
        JvmProcess.start(
            () -> Files.writeString(directory.resolve("process"), shell("wc -c > \"$1\"", file)));
    process.join();
    told.add(Files.readString(directory.resolve("process")));
    Files.write(directory.resolve("result"), told);
  }

  /** Tries all and writes what came of it into a file. */
  static final class Streams {
    public static void main(String[] args) throws Exception {
      ask(Transport.valueOf(args[0]), Path.of(args[1]));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void p20StandardInputIsAtItsEnd(Transport transport) throws Exception {
    try (Program program = new Program(directory, List.of(), Streams.class, transport, directory)) {
      assertEquals(0, program.awaitExit(), () -> program.err().toString());
      assertEquals(List.of("out", "the parent prints"), program.out());
      assertEquals(List.of("err", "and says"), program.err());
    }
    assertResult();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SOCKETPAIR <&-",
        "SOCKETPAIR <&- >&- 2>&-",
        "SOCKETPAIR >&-",
        "SOCKETPAIR 2>&-",
        "PATH <&- >&- 2>&-"
      })
  void p20AProgramWithClosedStreamsHasSoundChannelsAndChildren(String how) throws Exception {
    String[] words = how.split(" ", 2);
    List<String> command =
        List.of(
            "/bin/sh",
            "-c",
            "exec \"$@\" " + words[1],
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dprocpool.aot=off",
            "-cp",
            System.getProperty("java.class.path"),
            Streams.class.getName(),
            words[0],
            directory.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertEquals(
        0, process.waitFor(), () -> "output: " + directory.resolve("output").toFile().length());
    assertResult();
  }

  private void assertResult() throws IOException {
    assertEquals(
        List.of("0 0", "0", "[2, 3, 4]", "0 0"),
        Files.readAllLines(directory.resolve("result")).stream().map(String::strip).toList());
  }
}
