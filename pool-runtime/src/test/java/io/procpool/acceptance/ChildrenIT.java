package io.procpool.acceptance;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.ProcessOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every process that a program starts has an end, however the program ends: a worker, a daemon, a
 * process that is none, a manager, and what a worker has started.
 */
class ChildrenIT {

  private static final ProcessOptions DAEMON = ProcessOptions.defaults().withDaemon(true);

  @TempDir Path directory;

  private Gate gate(String name) {
    return Gate.in(directory, name);
  }

  /** Does its work when it may end, and says so; or is asked to end before. */
  private static void work(String directory) throws InterruptedException {
    Path path = Path.of(directory);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Gate.in(path, "ending").open()));
    Gate.in(path, "working").openThenPass(Gate.in(path, "end"));
    Gate.in(path, "done").open();
  }

  private static void waitForever(String directory, String started) throws InterruptedException {
    Gate.in(Path.of(directory), started).openThenPass(Gate.in(Path.of(directory), "never"));
  }

  /** Starts one process of each kind and ends in the way it is told. */
  static final class Parent {

    private static Pool pool;
    private static Manager manager;

    public static void main(String[] args) throws Exception {
      String directory = args[1];
      Gate exiting = Gate.in(Path.of(directory), "exiting");
      if (!args[0].equals("return") && !args[0].equals("throw")) {
        busy(directory);
      }
      JvmProcess _ = JvmProcess.start(DAEMON, () -> waitForever(directory, "daemon"));
      JvmProcess _ = JvmProcess.start(() -> work(directory));
      for (String started : List.of("daemon", "working")) {
        Gate.in(Path.of(directory), started).awaitOpen();
      }
      Runtime.getRuntime().addShutdownHook(new Thread(exiting::open));
      System.out.println("all there");
      switch (args[0]) {
        case "return" -> exiting.open();
        case "throw" -> {
          exiting.open();
          throw new IllegalStateException("thrown on purpose");
        }
        case "exit" -> System.exit(3);
        case "halt" -> Runtime.getRuntime().halt(3);
        default -> Thread.sleep(Gate.LIMIT.toMillis());
      }
    }

    private static void busy(String directory) {
      manager = Manager.start();
      pool = Pool.create(1);
      var _ = pool.applyAsync(() -> waitForever(directory, "task"));
      Gate.in(Path.of(directory), "task").awaitOpen();
    }
  }

  private Program parent(String way) throws IOException {
    Program program = new Program(directory, List.of(), Parent.class, way, directory);
    program.awaitLine("all there");
    return program;
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "throw", "exit"})
  void aParentThatEndsInOrderWaitsForItsChildrenAndThenEndsItsDaemons(String way) throws Exception {
    try (Program program = parent(way)) {
      gate("exiting").awaitOpen();
      gate("end").open();
      int code = program.awaitExit();
      assertTrue(gate("done").isOpen(), "it has waited");
      assertEquals(way.equals("return") ? 0 : way.equals("throw") ? 1 : 3, code);
      program.awaitNoProcess();
      assertEquals(List.of(), program.filesLeft());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void aSignalThatEndsTheParentEndsAllItsChildrenInOrder(String signal) throws Exception {
    try (Program program = parent("wait")) {
      program.signal(signal);
      assertTrue(program.awaitExit() > 128);
      assertTrue(gate("ending").isOpen(), "its shutdown hooks ran");
      assertFalse(gate("done").isOpen());
      program.awaitNoProcess();
      assertEquals(List.of(), program.filesLeft());
      assertEquals(List.of(), program.err());
    }
  }

  @Test
  void aSignalThatComesWhileTheParentWaitsAtItsExitEndsTheWait() throws Exception {
    try (Program program = parent("exit")) {
      gate("exiting").awaitOpen();
      program.signal("TERM");
      assertEquals(3, program.awaitExit());
      assertFalse(gate("done").isOpen());
      program.awaitNoProcess();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "halt"})
  void ofAKilledParentOnlyChildrenThatAreNoDaemonsGoOnToTheirEnd(String way) throws Exception {
    try (Program program = parent(way)) {
      if (way.equals("kill")) {
        program.signal("KILL");
      }
      await("all but one").atMost(Gate.LIMIT).until(() -> program.processes().size() == 1);
      assertFalse(gate("ending").isOpen(), "it goes on");
      gate("end").open();
      gate("done").awaitOpen();
      program.awaitNoProcess();
      assertEquals(way.equals("kill") ? 137 : 3, program.awaitExit());
    }
  }

  /** Has a task start a process, and ends the pool in the way it is told. */
  static final class PoolOfParents {

    public static void main(String[] args) throws Exception {
      String directory = args[1];
      PoolOptions options = PoolOptions.defaults().withWorkers(1);
      try (Pool pool = Pool.open(options)) {
        pool.apply(() -> {
          JvmProcess _ = JvmProcess.start(() -> work(directory));
        });
        Gate.in(Path.of(directory), "working").awaitOpen();
        System.out.println("all there");
        switch (args[0]) {
          case "close" -> {
            pool.shutdown();
            long grace = options.graceTime().toNanos();
            System.out.println("ended " + pool.awaitTermination(3 * grace, NANOSECONDS));
          }
          case "terminate" -> pool.terminate();
          default -> Thread.sleep(Gate.LIMIT.toMillis());
        }
      }
      System.out.println("closed " + Gate.in(Path.of(directory), "done").isOpen());
    }
  }

  @Test
  void closeWaitsForProcessesThatTasksHaveStarted() throws Exception {
    try (Program program =
        new Program(directory, List.of(), PoolOfParents.class, "close", directory)) {
      assertEquals("false", program.awaitLine("ended "));
      gate("end").open();
      assertEquals("true", program.awaitLine("closed "));
      program.assertCleanEnd();
    }
  }

  @Test
  void whatAKilledWorkerHasStartedEndsWithIt() throws Exception {
    try (Program program =
        new Program(directory, List.of(), PoolOfParents.class, "terminate", directory)) {
      program.awaitLine("all there");
      program.awaitLine("closed ");
      assertEquals(0, program.awaitExit());
      program.awaitNoProcess();
      assertFalse(gate("done").isOpen());
    }
  }

  @Test
  void whatAWorkerHasStartedEndsWhenTheProgramIsKilled() throws Exception {
    try (Program program =
        new Program(directory, List.of(), PoolOfParents.class, "wait", directory)) {
      program.awaitLine("all there");
      program.signal("KILL");
      assertEquals(137, program.awaitExit());
      program.awaitNoProcess();
      assertFalse(gate("done").isOpen());
    }
  }

  /** Has a daemon that no safepoint reaches, and exits. */
  static final class ParentOfDeaf {

    public static void main(String[] args) {
      Gate deaf = Gate.in(Path.of(args[0]), "deaf");
      JvmProcess _ =
          JvmProcess.start(DAEMON.withJvmOptions(Deaf.JVM_OPTIONS), () -> Deaf.loop(deaf::open));
      deaf.awaitOpen();
      System.exit(0);
    }
  }

  @Test
  void aDaemonThatDoesNotHearIsKilledAtExit() throws Exception {
    try (Program program = new Program(directory, List.of(), ParentOfDeaf.class, directory)) {
      assertEquals(0, program.awaitExit());
      program.awaitNoProcess();
    }
  }
}
