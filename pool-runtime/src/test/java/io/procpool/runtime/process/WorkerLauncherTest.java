package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procpool.Transport;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class WorkerLauncherTest {

  private static final JvmCommand ECHO = java(EchoMain.class);

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
  void childThatEndsBeforeItConnectsIsAnEndOfStream(Transport transport) throws Exception {
    WorkerProcess child = new WorkerLauncher().launch(java("no.such.Main"), transport);
    try (var channel = child.channel()) {
      assertNull(channel.receive());
      assertEquals(1, child.waitForExit());
    }
  }

  @ParameterizedTest
  @EnumSource
  void missingExecutableIsReported(Transport transport) {
    JvmCommand command = new JvmCommand(List.of("/no/such/java"), Map.of(), null);
    assertThrows(IOException.class, () -> new WorkerLauncher().launch(command, transport));
  }

  static JvmCommand java(Class<?> main) {
    return java(main.getName());
  }

  private static JvmCommand java(String main) {
    return new JvmCommand(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            main),
        Map.of(),
        null);
  }
}
