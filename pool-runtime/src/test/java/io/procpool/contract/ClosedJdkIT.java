package io.procpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's wrappers where procpool may not look into the JDK, and where it may in another way. */
@Timeout(180)
class ClosedJdkIT {

  /** Hands the pool a wrapper. */
  static final class Wrapping {

    public static void main(String[] args) throws Exception {
      Task<Integer> sendable = () -> 42;
      FutureTask<Integer> wrapper = new FutureTask<>(sendable);
      try (Pool pool = Pool.create(1)) {
        try {
          pool.execute(wrapper);
        } catch (RejectedExecutionException e) {
          System.out.println("refused " + e.getMessage());
          wrapper.run();
        }
        System.out.println("result " + wrapper.get());
      }
    }
  }

  private static List<String> run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-Dprocpool.aot=off", "-cp", System.getProperty("java.class.path")));
    command.add(Wrapping.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), out);
    return out.lines().toList();
  }

  @Test
  void withoutMeansAWrapperIsRefusedAndTheMessageSaysWhatToWrite() throws Exception {
    List<String> lines = run();
    assertEquals(4, lines.size(), lines::toString); // two of them are the log's
    assertTrue(lines.get(1).startsWith("WARNING: pool "), lines.get(1));
    assertTrue(lines.get(1).contains("does not run in a worker"), lines.get(1));
    String refused = lines.get(2);
    assertTrue(refused.startsWith("refused "), refused);
    assertTrue(
        refused.contains("java.util.concurrent.FutureTask cannot be sent to a worker"), refused);
    assertTrue(refused.contains("by submit or supplyAsync"), refused);
    assertTrue(refused.contains("--enable-native-access=ALL-UNNAMED"), refused);
    assertTrue(refused.contains("--add-opens java.base/java.util.concurrent=ALL-UNNAMED"), refused);
    assertEquals("result 42", lines.getLast());
  }

  @Test
  void anOpenPackageIsEnough() throws Exception {
    assertEquals(
        List.of("result 42"), run("--add-opens", "java.base/java.util.concurrent=ALL-UNNAMED"));
  }

  @Test
  void nativeAccessIsEnough() throws Exception {
    assertEquals(List.of("result 42"), run("--enable-native-access=ALL-UNNAMED"));
  }
}
