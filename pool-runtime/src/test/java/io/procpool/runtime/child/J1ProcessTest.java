package io.procpool.runtime.child;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Connection;
import io.procpool.JvmProcess;
import io.procpool.NotSendableException;
import io.procpool.Pipe;
import io.procpool.ProcessOptions;
import io.procpool.WorkerStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** J1: the life of a process, with real JVMs. */
@Timeout(120)
class J1ProcessTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void j1AProcessRunsItsActionElsewhereAndExitsWithZero() throws Exception {
    try (Pipe pipe = Pipe.openOneWay()) {
      JvmProcess child = JvmProcess.start(J1ProcessTest::sendPid, pipe.second());
      long pid = (Long) pipe.first().receive();
      assertEquals(child.pid(), pid);
      assertFalse(pid == ProcessHandle.current().pid());
      child.join();
      assertEquals(OptionalInt.of(0), child.exitCode());
      assertFalse(child.isAlive());
      assertEquals(0, child.onExit().get(60, TimeUnit.SECONDS));
    }
  }

  private static void sendPid(Connection to) {
    to.send(ProcessHandle.current().pid());
  }

  @Test
  void j1TheExitCodeIsWhatTheProcessExitsWith() throws Exception {
    assertEquals(OptionalInt.of(7), exitOf(JvmProcess.start(() -> System.exit(7))));
  }

  @Test
  void j1AnUncaughtExceptionGivesExitCodeOneAndItsTraceOnStderr() throws Exception {
    Outcome outcome = inOwnJvm("uncaught");
    assertTrue(outcome.out.contains("exit=1"), outcome.toString());
    assertTrue(outcome.err.contains("Exception in process \"thrower\""), outcome.toString());
    assertTrue(
        outcome.err.contains("IllegalStateException: thrown on purpose"), outcome.toString());
    assertTrue(outcome.err.contains("J1ProcessTest"), outcome.toString());
  }

  @Test
  void j1AKilledProcessExitsWithMinusNine() throws Exception {
    JvmProcess child = sleeper();
    child.kill();
    assertEquals(OptionalInt.of(-9), exitOf(child));
  }

  @Test
  void j1ATerminatedProcessRunsItsShutdownHooks() throws Exception {
    try (Pipe pipe = Pipe.openOneWay()) {
      JvmProcess child = JvmProcess.start(J1ProcessTest::sleepWithHook, pipe.second());
      pipe.second().close();
      assertEquals("ready", pipe.first().receive());
      child.terminate();
      assertEquals("hook", pipe.first().receive());
      child.join();
      assertTrue(child.exitCode().getAsInt() != 0, () -> "exit code " + child.exitCode());
    }
  }

  private static void sleepWithHook(Connection to) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> to.send("hook")));
    to.send("ready");
    Thread.sleep(LONG);
  }

  @Test
  void j1AnInterruptReachesTheActionsThread() throws Exception {
    try (Pipe pipe = Pipe.openOneWay()) {
      JvmProcess child = JvmProcess.start(J1ProcessTest::sleepUntilInterrupted, pipe.second());
      assertEquals("ready", pipe.first().receive());
      child.interrupt();
      assertEquals("interrupted", pipe.first().receive());
      assertEquals(OptionalInt.of(0), exitOf(child));
    }
  }

  private static void sleepUntilInterrupted(Connection to) {
    to.send("ready");
    try {
      Thread.sleep(LONG);
    } catch (InterruptedException e) {
      to.send("interrupted");
    }
  }

  @Test
  void j1JoinWithATimeoutReturnsFalseWhileTheProcessLives() throws Exception {
    JvmProcess child = sleeper();
    assertFalse(child.join(Duration.ofMillis(50)));
    assertTrue(child.isAlive());
    assertEquals(OptionalInt.empty(), child.exitCode());
    child.kill();
    assertTrue(child.join(LONG));
  }

  @Test
  void j1AProcessKnowsItsNameAndItsParent() throws Exception {
    try (Pipe pipe = Pipe.openOneWay()) {
      Connection end = pipe.second();
      JvmProcess child =
          JvmProcess.start(ProcessOptions.defaults().withName("baker"), () -> sendWhoIAm(end));
      assertEquals("baker", child.name());
      assertEquals(List.of("baker", false, ProcessHandle.current().pid()), pipe.first().receive());
      child.join();
    }
  }

  private static void sendWhoIAm(Connection to) {
    JvmProcess self = JvmProcess.current().orElseThrow();
    to.send(List.of(self.name(), self.isDaemon(), JvmProcess.parent().orElseThrow().pid()));
  }

  @Test
  void j1LivingChildrenAreListedAndDeadOnesAreNot() throws Exception {
    JvmProcess child = sleeper();
    assertTrue(JvmProcess.activeChildren().contains(child));
    child.kill();
    child.join();
    assertFalse(JvmProcess.activeChildren().contains(child));
  }

  @Test
  void j1ProcessesNest() throws Exception {
    try (Pipe pipe = Pipe.openOneWay()) {
      JvmProcess child = JvmProcess.start(J1ProcessTest::startAnother, pipe.second());
      long grandchild = (Long) pipe.first().receive();
      assertTrue(grandchild != child.pid() && grandchild != ProcessHandle.current().pid());
      assertEquals(OptionalInt.of(0), exitOf(child));
    }
  }

  private static void startAnother(Connection to) throws InterruptedException {
    JvmProcess.start(J1ProcessTest::sendPid, to).join();
  }

  @Test
  void j1OptionsReachTheProcess() throws Exception {
    Path directory = Path.of("target").toAbsolutePath();
    try (Pipe pipe = Pipe.openOneWay()) {
      Connection end = pipe.second();
      ProcessOptions options =
          ProcessOptions.defaults()
              .withEnvironment(Map.of("FLOUR", "rye"))
              .withWorkingDirectory(directory)
              .withJvmOptions("-Doven=hot");
      JvmProcess child = JvmProcess.start(options, () -> sendSurroundings(end));
      assertEquals(List.of("rye", directory.toString(), "hot"), pipe.first().receive());
      child.join();
    }
  }

  private static void sendSurroundings(Connection to) {
    to.send(
        List.of(
            System.getenv("FLOUR"),
            Path.of("").toAbsolutePath().toString(),
            System.getProperty("oven")));
  }

  @Test
  void j1WhatCannotBeSentFailsAtTheStart() {
    Thread thread = Thread.currentThread();
    assertThrows(NotSendableException.class, () -> JvmProcess.start(() -> thread.interrupt()));
  }

  @Test
  void j1AWorkingDirectoryThatIsNotThereFailsAtTheStart() {
    ProcessOptions options =
        ProcessOptions.defaults().withWorkingDirectory(Path.of("/no/such/directory"));
    WorkerStartException failure =
        assertThrows(WorkerStartException.class, () -> JvmProcess.start(options, () -> {}));
    assertTrue(failure.getMessage().contains("/no/such/directory"), failure.getMessage());
  }

  @Test
  void j1AParentThatReturnsWaitsForItsChildrenAndEndsItsDaemons() throws Exception {
    Outcome outcome = inOwnJvm("return");
    assertEquals("", outcome.err);
    assertTrue(outcome.out.contains("child is done"), outcome.toString());
    awaitGone(outcome.pidOf("daemon"));
  }

  @Test
  void j1ADaemonEndsWhenItsParentIsKilled() throws Exception {
    Outcome outcome = inOwnJvm("die");
    awaitGone(outcome.pidOf("daemon"));
  }

  private static void awaitGone(long pid) {
    await()
        .atMost(LONG)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private static JvmProcess sleeper() {
    return JvmProcess.start(() -> Thread.sleep(LONG));
  }

  private static OptionalInt exitOf(JvmProcess child) throws InterruptedException {
    child.join();
    return child.exitCode();
  }

  private record Outcome(String out, String err) {
    long pidOf(String name) {
      return out.lines()
          .filter(line -> line.startsWith(name + "="))
          .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + name + " in " + this));
    }
  }

  private static Outcome inOwnJvm(String role) throws IOException, InterruptedException {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                role)
            .start();
    try (var outReader = parent.inputReader(StandardCharsets.UTF_8);
        var errReader = parent.errorReader(StandardCharsets.UTF_8)) {
      var err = java.util.concurrent.CompletableFuture.supplyAsync(() -> read(errReader));
      String out = read(outReader);
      parent.waitFor();
      return new Outcome(out, err.join());
    }
  }

  private static String read(java.io.BufferedReader reader) {
    try {
      return reader.readAllAsString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole program that starts processes and ends in one of several ways. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "uncaught" -> {
          JvmProcess thrower =
              JvmProcess.start(ProcessOptions.defaults().withName("thrower"), Parent::fail);
          thrower.join();
          System.out.println("exit=" + thrower.exitCode().getAsInt());
        }
        case "return" -> {
          startDaemon();
          JvmProcess _ = JvmProcess.start(() -> System.out.println("child is done"));
        }
        case "die" -> {
          startDaemon();
          Runtime.getRuntime().halt(9);
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    private static void startDaemon() {
      try (Pipe pipe = Pipe.openOneWay()) {
        Connection end = pipe.second();
        JvmProcess daemon =
            JvmProcess.start(
                ProcessOptions.defaults().withDaemon(true),
                () -> {
                  closeStandardStreams();
                  end.send("up");
                  Thread.sleep(LONG);
                });
        Object _ = pipe.first().receive();
        System.out.println("daemon=" + daemon.pid());
        System.out.flush();
      }
    }

    /** So that the reader of this program's output sees its end, whatever becomes of the daemon. */
    private static void closeStandardStreams() {
      System.out.close();
      System.err.close();
    }

    private static void fail() {
      throw new IllegalStateException("thrown on purpose");
    }
  }
}
