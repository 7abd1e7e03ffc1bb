package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FourScenariosIT {

  private static final String ALL = "  came back: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";

  @TempDir Path home;

  @Test
  void plainOnesAreRefusedAsArgumentsAllOtherWaysWork() throws Exception {
    SampleRun run = SampleRun.of(FourScenarios.class, home).assertClean();
    assertTrue(
        run.line("refused: ")
            .contains("should only be shared between processes through inheritance"));
    assertEquals(4, run.out().stream().filter(ALL::equals).count(), () -> run.out().toString());

    List<String> jobs =
        run.out().stream().filter(line -> line.startsWith("  job ")).sorted().toList();
    List<String> all = IntStream.range(0, 40).mapToObj(i -> "  job " + i / 4).sorted().toList();
    assertEquals(all, jobs);
  }
}
