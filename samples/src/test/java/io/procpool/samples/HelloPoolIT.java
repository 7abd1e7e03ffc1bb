package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelloPoolIT {

  @TempDir Path home;

  @Test
  void eachCallPrintsItsResult() throws Exception {
    SampleRun run = SampleRun.of(HelloPool.class, home).assertClean();
    assertEquals(
        List.of(
            "map: [1, 4, 9]",
            "imapUnordered, summed: 285",
            "applyAsync: 400",
            "submit: 832040",
            "ran outside this process: true",
            "a result that is not there in time: TimeoutException",
            "cancelled, and really stopped: true"),
        run.out());
  }
}
