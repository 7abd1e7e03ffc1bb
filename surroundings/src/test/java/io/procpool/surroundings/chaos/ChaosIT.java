package io.procpool.surroundings.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosIT {

  private static final long SECONDS =
      Math.round(60 * Double.parseDouble(System.getProperty("soak.minutes", "1")));

  /** For what is begun when the time is over, and until nothing of it is left. */
  private static final long REST_SECONDS = 180;

  @TempDir Path directory;

  @Test
  void everyResultIsRightAndNothingIsLeftWhileProcessesDie() throws Exception {
    long seed = Long.getLong("soak.seed", new Random().nextInt(1_000_000));
    System.out.println("chaos: soak.seed=" + seed + ", seconds=" + SECONDS);
    Path out = directory.resolve("out");
    // The builder of a cache for later starts is a process too, and may outlive the pool.
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dprocpool.aot=off",
                "-cp",
                System.getProperty("java.class.path"),
                Chaos.class.getName(),
                Long.toString(SECONDS),
                Long.toString(seed))
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    try {
      assertTrue(
          process.waitFor(SECONDS + REST_SECONDS, TimeUnit.SECONDS),
          "hangs with soak.seed=" + seed);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String said = Files.readString(out);
    System.out.println(said);
    assertEquals(0, process.exitValue(), said + Files.readString(directory.resolve("err")));
    assertTrue(said.endsWith("all kept\n"), said);
  }
}
