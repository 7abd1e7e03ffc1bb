package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.PoolOptions;
import io.procpool.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class JvmCommandTest {

  @TempDir Path directory;

  @Test
  void usersOptionsComeAfterOurs() {
    List<String> words =
        JvmCommand.forWorker(PoolOptions.defaults().withJvmOptions("-Xmx99m", "-Dx=1")).words();
    assertTrue(words.indexOf("-XX:-UsePerfData") < words.indexOf("-Xmx99m"));
    assertTrue(words.indexOf("-Dx=1") < words.indexOf("-cp"));
    assertEquals(JvmCommand.WORKER_MAIN, words.getLast());
  }

  @Test
  void usersCollectorReplacesOurs() {
    List<String> words =
        JvmCommand.forWorker(PoolOptions.defaults().withJvmOptions("-XX:+UseParallelGC")).words();
    assertFalse(words.contains("-XX:+UseSerialGC"));
    assertTrue(JvmCommand.forWorker(PoolOptions.defaults()).words().contains("-XX:+UseSerialGC"));
  }

  @Test
  void heapIsAsGivenOrAShareThatFitsAllWorkers() {
    PoolOptions four = PoolOptions.defaults().withWorkers(4).withSpareWorkers(1);
    assertTrue(WorkerFlags.of(four, 16).contains("-XX:MaxRAMPercentage=12.0000"));
    assertTrue(
        WorkerFlags.of(PoolOptions.defaults().withWorkers(1), 16)
            .contains("-XX:MaxRAMPercentage=25.0000"));
    assertTrue(WorkerFlags.of(four.withMaxHeapBytes(64 << 20), 16).contains("-Xmx67108864"));
  }

  /** The JVM takes the one called Min for heaps that would be smaller than about 125 MB. */
  @Test
  void theShareHoldsOnSmallMachinesToo() {
    assertTrue(
        WorkerFlags.of(PoolOptions.defaults().withWorkers(16), 16)
            .containsAll(List.of("-XX:MaxRAMPercentage=3.7500", "-XX:MinRAMPercentage=3.7500")));
  }

  @Test
  void processorsAreShared() {
    PoolOptions four = PoolOptions.defaults().withWorkers(4);
    assertTrue(WorkerFlags.of(four, 16).contains("-XX:ActiveProcessorCount=4"));
    assertTrue(WorkerFlags.of(four, 2).contains("-XX:ActiveProcessorCount=1"));
  }

  @Test
  void workersJvmAcceptsTheCommand() throws Exception {
    JvmCommand worker =
        JvmCommand.forWorker(
            PoolOptions.defaults()
                .withWorkers(2)
                .withMaxHeapBytes(48L << 20)
                .withJvmOptions("-ea", "-Dmy.property=a b")
                .withEnvironment(Map.of("MY_VARIABLE", "1"))
                .withWorkingDirectory(directory));
    List<String> words = new ArrayList<>(worker.words());
    words.removeLast();
    words.add(ReportMain.class.getName());
    words.add(
        "assertions,property:my.property,env:MY_VARIABLE,directory,heap,load:io.procpool.Pool");
    List<String> report =
        WorkerLauncherTest.report(
            new JvmCommand(
                words, worker.environment(), worker.withheld(), worker.workingDirectory(), true),
            Transport.AUTOMATIC);
    assertEquals("true", report.get(0));
    assertEquals("a b", report.get(1));
    assertEquals("1", report.get(2));
    assertEquals(directory.toRealPath().toString(), report.get(3));
    assertTrue(Long.parseLong(report.get(4)) <= 48L << 20, report.get(4));
    assertEquals("io.procpool.Pool", report.get(5));
  }

  @Test
  void crashedJvmLeavesItsReportWhereItIsFound() throws Exception {
    JvmCommand worker = JvmCommand.forWorker(PoolOptions.defaults().withJvmOptions("-Xint"));
    List<String> words = new ArrayList<>(worker.words());
    words.removeLast();
    words.add(EchoMain.class.getName());
    JvmCommand command = new JvmCommand(words, Map.of(), Set.of(), null, false);
    WorkerProcess child = new WorkerLauncher().launch(command, Transport.AUTOMATIC);
    try (var channel = child.channel()) {
      channel.send(new io.procpool.ipc.channel.OutFrame(io.procpool.ipc.channel.FrameType.RUN));
      channel.receive();
      assertNull(CrashReport.of(child.pid()));
      assertEquals(0, new ProcessBuilder("kill", "-SEGV", "" + child.pid()).start().waitFor());
      assertEquals(-6, child.waitForExit());
      Path report = Path.of(CrashReport.of(child.pid()));
      assertTrue(Files.size(report) > 0);
      Files.delete(report);
    }
  }
}
