package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FourScenariosIT {

  @TempDir Path home;

  @Test
  void lockIsRefusedAsArgumentAndWorksByInheritance() throws Exception {
    SampleRun run = SampleRun.of(FourScenarios.class, home).assertClean();
    assertTrue(
        run.line("refused: ")
            .contains("should only be shared between processes through inheritance"));
    assertEquals("  came back: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", run.line("came back"));

    List<String> jobs =
        run.out().stream().filter(line -> line.startsWith("  job ")).sorted().toList();
    assertEquals(IntStream.range(0, 10).mapToObj(i -> "  job " + i).toList(), jobs);
  }
}
