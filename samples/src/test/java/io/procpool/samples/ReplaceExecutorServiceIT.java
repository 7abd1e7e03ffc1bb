package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaceExecutorServiceIT {

  private static SampleRun run;

  @BeforeAll
  static void runOnce(@TempDir Path home) throws Exception {
    run = SampleRun.of(ReplaceExecutorService.class, home).assertClean();
  }

  @Test
  void poolServesAllCustomersWhateverOneTaskDoes() {
    List<String> onPool = run.out().stream().filter(line -> line.startsWith("  Pool:")).toList();
    assertEquals(3, onPool.size());
    for (String line : onPool) {
      assertTrue(line.contains("8 of 8 customers served"), line);
    }
    assertTrue(onPool.get(0).contains("cancelled and stopped"), onPool.get(0));
    assertTrue(onPool.get(1).contains("WorkerDiedException"), onPool.get(1));
    assertTrue(onPool.get(2).contains("OutOfMemoryError"), onPool.get(2));
  }

  @Test
  void threadPoolDoesNot() {
    List<String> onThreads =
        run.out().stream().filter(line -> line.startsWith("  thread pool:")).toList();
    assertEquals(
        List.of(
            "  thread pool: 8 of 8 customers served; the task: cancelled but runs on",
            "  thread pool: the whole service ended, exit code 3",
            "  thread pool: 4 of 8 customers served; the task: failed with java.lang.OutOfMemoryError:"
                + " Java heap space"),
        onThreads);
  }
}
