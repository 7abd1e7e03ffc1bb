package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedQueueServerIT {

  private static final String KEY = "a key for this test only";

  @TempDir Path home;

  @Test
  void programsThatKnowAddressAndKeyShareTwoQueues() throws Exception {
    String address = home.resolve("s").toString();
    Process server = start(address);
    try (ExecutorService threads = Executors.newCachedThreadPool();
        BufferedReader said = server.inputReader()) {
      String line = said.readLine();
      assertNotNull(line, () -> errors());
      assertTrue(line.startsWith("serving at"), line);
      List<Future<SampleRun>> consumers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Path folder = Files.createDirectory(home.resolve("consumer-" + i));
        consumers.add(
            threads.submit(() -> SampleRun.of(QueueConsumer.class, folder, address, KEY)));
      }
      Path folder = Files.createDirectory(home.resolve("producer"));
      SampleRun producer =
          SampleRun.of(QueueProducer.class, folder, address, KEY, "500").assertClean();
      assertEquals(List.of("sum of squares: 41791750"), producer.out());
      for (Future<SampleRun> consumer : consumers) {
        assertEquals(List.of("no more jobs"), consumer.get().assertClean().out());
      }
      server.getOutputStream().close();
      assertTrue(server.waitFor(60, TimeUnit.SECONDS), "the server goes on");
      assertEquals(0, server.exitValue());
      assertEquals("", errors());
      assertTrue(Files.notExists(Path.of(address)), "the socket's file is left");
    } finally {
      server.destroyForcibly();
    }
  }

  private Process start(String address) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dprocpool.shared.directory=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            SharedQueueServer.class.getName(),
            address,
            KEY)
        .redirectError(home.resolve("err").toFile())
        .start();
  }

  private String errors() {
    try {
      return Files.readString(home.resolve("err"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
