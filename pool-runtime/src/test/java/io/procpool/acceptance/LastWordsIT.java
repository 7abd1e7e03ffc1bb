package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.ManagerLostException;
import io.procpool.ManagerOptions;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.TaskAction;
import io.procpool.WorkerDiedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child has printed is seen, also of a line that it never ends. */
@Timeout(180)
class LastWordsIT {

  @TempDir Path directory;

  private static void say() {
    System.out.print("last words, straße");
    System.err.print("code 17: straße");
  }

  private static void sayAndHalt() {
    say();
    Runtime.getRuntime().halt(5);
  }

  /** What prints in a manager's process. */
  interface Speaker {
    void speak();
  }

  private static final class Mortal implements Speaker {
    @Override
    public void speak() {
      sayAndHalt();
    }
  }

  private static void sayAndBeKilled() throws IOException, InterruptedException {
    say();
    Program.kill("KILL", Long.toString(ProcessHandle.current().pid()));
    new java.util.concurrent.CountDownLatch(1).await();
  }

  /** Has a child say something and die. */
  static final class Parent {

    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "worker" -> inPool(LastWordsIT::sayAndHalt);
        case "killed worker" -> inPool(LastWordsIT::sayAndBeKilled);
        case "process" -> JvmProcess.start(LastWordsIT::sayAndHalt).join();
        case "killed process" -> JvmProcess.start(LastWordsIT::sayAndBeKilled).join();
        default -> {
          ManagerOptions options = ManagerOptions.defaults().withType(Speaker.class, Mortal::new);
          try (Manager manager = Manager.start(options)) {
            Speaker speaker = manager.create(Speaker.class);
            assertThrows(ManagerLostException.class, speaker::speak);
          }
        }
      }
      System.out.println("|");
    }

    private static void inPool(TaskAction action) {
      try (Pool pool = Pool.create(1)) {
        WorkerDiedException death =
            assertThrows(WorkerDiedException.class, () -> pool.apply(action));
        assertEquals(List.of("code 17: straße"), death.stderrTail());
        assertTrue(death.getMessage().contains("code 17: straße"), death.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "killed worker", "process", "killed process", "manager"})
  void whatADyingChildHasPrintedIsKeptToTheByte(String child) throws Exception {
    try (Program program =
        new Program(
            directory,
            List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"),
            Parent.class,
            child)) {
      assertEquals(0, program.awaitExit(), () -> program.err().toString());
      assertEquals(List.of("last words, straße|"), program.out());
      assertEquals(List.of("code 17: straße"), program.err());
    }
  }

  /** Has a child print signs of life until it is told that they are seen. */
  static final class Lively {

    public static void main(String[] args) throws Exception {
      Gate seen = Gate.in(Path.of(args[1]), "seen");
      TaskAction prints =
          () -> {
            System.out.print('.');
            System.err.print('!');
            boolean _ = seen.pass();
          };
      if (args[0].equals("process")) {
        JvmProcess.start(prints).join();
      } else {
        try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(1))) {
          pool.apply(prints);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "process"})
  void anOpenLineIsSeenWhileTheTaskRuns(String child) throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dprocpool.aot=off",
                "-cp",
                System.getProperty("java.class.path"),
                Lively.class.getName(),
                child,
                directory.toString())
            .start();
    try (InputStream out = parent.getInputStream();
        InputStream err = parent.getErrorStream()) {
      assertEquals('.', out.read());
      assertEquals('!', err.read());
      Gate.in(directory, "seen").open();
      assertEquals("", new String(out.readAllBytes(), StandardCharsets.UTF_8));
      assertEquals("", new String(err.readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(0, parent.waitFor());
    } finally {
      parent.descendants().forEach(ProcessHandle::destroyForcibly);
      parent.destroyForcibly();
    }
  }

  /** Has a worker print characters in pieces, in an encoding that is not UTF-8, and die. */
  static final class Foreign {

    public static void main(String[] args) {
      PoolOptions options =
          PoolOptions.defaults().withWorkers(1).withJvmOptions("-Dstderr.encoding=UTF-16BE");
      try (Pool pool = Pool.open(options)) {
        WorkerDiedException death =
            assertThrows(WorkerDiedException.class, () -> pool.apply(Foreign::sayInPieces));
        assertEquals(List.of("straße"), death.stderrTail());
      }
    }

    private static void sayInPieces() {
      for (byte each : "straße".getBytes(StandardCharsets.UTF_16BE)) {
        System.err.write(each);
      }
      Runtime.getRuntime().halt(5);
    }
  }

  @Test
  void theTailIsTextWhateverTheConsoleSpeaks() throws Exception {
    try (Program program = new Program(directory, List.of(), Foreign.class)) {
      assertEquals(0, program.awaitExit(), () -> program.err().toString());
    }
  }
}
