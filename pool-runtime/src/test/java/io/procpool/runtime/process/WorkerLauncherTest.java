package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Transport;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
@Isolated // it counts what this JVM has
final class WorkerLauncherTest {

  private static final int LAUNCHES = 100;

  /** What the rest of this JVM may open meanwhile; a leak would be one at each launch. */
  private static final int OTHERS = LAUNCHES / 2;

  private static final JvmCommand ECHO = java(Map.of(), null, EchoMain.class.getName());

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void childEchoesFramesAndLeavesWithItsExitCode(Transport transport) throws Exception {
    WorkerProcess child = new WorkerLauncher().launch(ECHO, transport);
    try (var channel = child.channel()) {
      byte[] body = "hello".getBytes();
      double[] array = new double[100_000];
      array[99_999] = 3.5;
      channel.send(new OutFrame(FrameType.RUN).add(body, 0, 5).addArrays(List.of(array)));
      Frame echo = channel.receive();
      assertEquals(FrameType.RUN, echo.type());
      assertArrayEquals(body, echo.body());
      assertArrayEquals(array, (double[]) echo.arrays().getFirst());
      channel.send(new OutFrame(FrameType.STOP).add(body, 0, 3));
      assertNull(channel.receive());
      assertEquals(3, child.waitForExit());
      assertEquals(3, child.waitForExit());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWorkingDirectoryThatWasRemovedIsNamed(Transport transport) {
    Path gone = directory.resolve("gone");
    JvmCommand command = new JvmCommand(ECHO.words(), ECHO.environment(), Set.of(), gone, false);
    String message =
        assertThrows(IOException.class, () -> new WorkerLauncher().launch(command, transport))
            .getMessage();
    assertTrue(message.contains(gone.toString()), message);
    assertTrue(message.contains("working directory"), message);
  }

  @ParameterizedTest
  @EnumSource
  void killEndsTheStreamAndGivesTheSignal(Transport transport) throws Exception {
    WorkerProcess child = new WorkerLauncher().launch(ECHO, transport);
    try (var channel = child.channel()) {
      channel.send(new OutFrame(FrameType.RUN));
      channel.receive();
      child.kill();
      assertNull(channel.receive());
      assertEquals(-9, child.waitForExit());
      child.kill();
      child.terminate();
    }
  }

  @ParameterizedTest
  @EnumSource
  void terminateIsAnsweredByTheJvm(Transport transport) throws Exception {
    WorkerProcess child = new WorkerLauncher().launch(ECHO, transport);
    try (var channel = child.channel()) {
      channel.send(new OutFrame(FrameType.RUN));
      channel.receive();
      child.terminate();
      assertNull(channel.receive());
      assertEquals(143, child.waitForExit());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SOCKETPAIR", "PATH"})
  void interruptKeyAndHangupDoNotEndTheChild(Transport transport) throws Exception {
    WorkerProcess child = new WorkerLauncher().launch(ECHO, transport);
    try (var channel = child.channel()) {
      channel.send(new OutFrame(FrameType.RUN));
      channel.receive();
      if (transport == Transport.SOCKETPAIR) {
        // The terminal's signals go to its foreground group; a child with a session is not in it.
        String[] stat = Files.readString(Path.of("/proc/" + child.pid() + "/stat")).split(" ");
        assertEquals(Long.toString(child.pid()), stat[5], "session");
        assertEquals("0", stat[6], "terminal");
      } else {
        run("kill", "-INT", Long.toString(child.pid()));
        run("kill", "-HUP", Long.toString(child.pid()));
        channel.send(new OutFrame(FrameType.RUN));
        assertNotNull(channel.receive());
      }
    }
    // The end of the stream ends it.
    assertEquals(0, child.waitForExit());
  }

  @ParameterizedTest
  @EnumSource
  void childThatEndsBeforeItConnectsIsAnEndOfStream(Transport transport) throws Exception {
    JvmCommand exits = java(Map.of(), null, "-version");
    WorkerProcess child = new WorkerLauncher().launch(exits, transport);
    try (var channel = child.channel()) {
      assertNull(channel.receive());
      assertEquals(0, child.waitForExit());
    }
  }

  @ParameterizedTest
  @EnumSource
  void missingExecutableIsReportedAndLeavesNothing(Transport transport) throws Exception {
    new WorkerLauncher().launch(ECHO, transport).kill(); // what the first launch opens for good
    JvmCommand command = new JvmCommand(List.of("/no/such/java"), Map.of(), Set.of(), null, false);
    long before = descriptors();
    for (int i = 0; i < 20; i++) {
      IOException failure =
          assertThrows(IOException.class, () -> new WorkerLauncher().launch(command, transport));
      assertTrue(failure.getMessage().contains("/no/such/java"), failure::getMessage);
    }
    awaitDescriptors(before);
  }

  @ParameterizedTest
  @EnumSource
  void childHasEnvironmentAndWorkingDirectory(Transport transport) throws Exception {
    JvmCommand command =
        java(
            Map.of("PROCPOOL_TEST", "ü 1"),
            directory,
            "-Dsun.jnu.encoding=" + System.getProperty("sun.jnu.encoding"),
            ReportMain.class.getName(),
            "env:PROCPOOL_TEST,env:PATH,directory");
    assertEquals(
        List.of("ü 1", System.getenv("PATH"), directory.toRealPath().toString()),
        report(command, transport));
  }

  @ParameterizedTest
  @EnumSource
  void withheldVariablesAreNotPassedOn(Transport transport) throws Exception {
    JvmCommand all = java(Map.of("A", "1"), null, ReportMain.class.getName(), "env:PATH,env:A");
    JvmCommand command =
        new JvmCommand(all.words(), all.environment(), Set.of("PATH"), null, false);
    assertEquals(List.of("null", "1"), report(command, transport));
  }

  @ParameterizedTest
  @EnumSource
  void childHasNoSocketPipeOrFileOfItsParent(Transport transport) throws Exception {
    Path open = Files.createFile(directory.resolve("open"));
    WorkerProcess other = new WorkerLauncher().launch(ECHO, transport);
    try (var stream = Files.newInputStream(open);
        var file = new java.io.RandomAccessFile(open.toFile(), "rw");
        var socket = new java.net.ServerSocket(0);
        var neighbour = other.channel()) {
      assertTrue(socket.isBound() && stream.available() == 0 && file.length() == 0);
      neighbour.send(new OutFrame(FrameType.RUN));
      List<String> descriptors =
          List.of(
              report(java(Map.of(), null, ReportMain.class.getName(), "descriptors"), transport)
                  .getFirst()
                  .split(" "));
      assertFalse(descriptors.contains(open.toString()), descriptors::toString);
      // Its own channel; 1 and 2 are the parent's and may be sockets or pipes too.
      long sockets = descriptors.stream().filter(link -> link.startsWith("socket:")).count();
      assertTrue(sockets <= 1 + outputSockets(), descriptors::toString);
    }
    other.waitForExit();
  }

  @ParameterizedTest
  @EnumSource
  void classPathLongerThanAnArgumentMayBeIsPassed(Transport transport) throws Exception {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      entries.add(directory.resolve("a directory that is not there \"" + i + "\"").toString());
    }
    String longPath =
        String.join(File.pathSeparator, entries)
            + File.pathSeparator
            + System.getProperty("java.class.path");
    assertTrue(longPath.length() > 131_072);
    JvmCommand command =
        new JvmCommand(
            List.of(
                JvmCommand.java().toString(),
                "-cp",
                longPath,
                ReportMain.class.getName(),
                "property:java.class.path"),
            Map.of(),
            Set.of(),
            null,
            false);
    assertEquals(List.of(longPath), report(command, transport));
    assertEquals(List.of(), leftFiles());
  }

  @Test
  void anArgumentFileIsItsOwnersAlone() throws Exception {
    Path file = directory.resolve("arguments");
    ArgumentFile.write(file, List.of("-Dpassword=secret"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @ParameterizedTest
  @EnumSource(names = {"SOCKETPAIR", "PATH"})
  void hundredLaunchesLeaveNoDescriptorThreadFileOrProcess(Transport transport) throws Exception {
    launchAndKill(3, transport);
    long descriptors = descriptors();
    long threads = threads();
    Set<ProcessHandle> children = children();
    launchAndKill(LAUNCHES, transport);
    awaitDescriptors(descriptors + OTHERS);
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> threads() <= threads + OTHERS);
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(() -> assertEquals(List.of(), leftFiles()));
    // Other tests' pools may have children in this JVM: these launches must not have added any.
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> children.containsAll(children()));
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  @Test
  void automaticIsSocketpairWhereItCanBeHad() {
    assertEquals(Transport.SOCKETPAIR, WorkerLauncher.resolve(Transport.AUTOMATIC));
    assertEquals(Transport.PATH, WorkerLauncher.resolve(Transport.PATH));
  }

  static JvmCommand java(Map<String, String> environment, Path workingDirectory, String... end) {
    List<String> words =
        new ArrayList<>(
            List.of(
                JvmCommand.java().toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-cp",
                System.getProperty("java.class.path")));
    words.addAll(List.of(end));
    return new JvmCommand(words, environment, Set.of(), workingDirectory, false);
  }

  static List<String> report(JvmCommand command, Transport transport) throws Exception {
    WorkerProcess child = new WorkerLauncher().launch(command, transport);
    try (var channel = child.channel()) {
      Frame report = channel.receive();
      assertNotNull(report, "the child ended without a report");
      assertEquals(0, child.waitForExit());
      return new String(report.body(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void launchAndKill(int times, Transport transport) throws Exception {
    for (int i = 0; i < times; i++) {
      WorkerProcess child = new WorkerLauncher().launch(ECHO, transport);
      child.kill();
      assertEquals(-9, child.waitForExit());
      child.channel().close();
    }
  }

  // The JDK keeps the threads that reap its processes for a minute.
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().matches("process reaper.*|awaitility.*"))
        .count();
  }

  private static void run(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).start().waitFor());
  }

  private static List<Path> leftFiles() throws IOException {
    try (var files = Files.list(WorkerFiles.directory().orElseThrow())) {
      String mine = ProcessHandle.current().pid() + "-";
      return files.filter(file -> file.getFileName().toString().startsWith(mine)).toList();
    }
  }

  private static void awaitDescriptors(long expected) {
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(() -> assertTrue(descriptors() <= expected, () -> "" + expected));
  }

  private static long descriptors() throws IOException {
    try (var links = Files.list(Path.of("/proc/self/fd"))) {
      return links.count();
    }
  }

  private static long outputSockets() throws IOException {
    long sockets = 0;
    for (String fd : List.of("1", "2")) {
      if (Files.readSymbolicLink(Path.of("/proc/self/fd", fd)).toString().startsWith("socket:")) {
        sockets++;
      }
    }
    return sockets;
  }
}
