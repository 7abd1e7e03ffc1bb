package io.procpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.samples.census.Census;
import io.procpool.samples.census.ClassAnalysis;
import io.procpool.samples.census.JdkImage;
import io.procpool.samples.census.PoolCensus;
import io.procpool.samples.census.Progress;
import io.procpool.samples.census.RemovedApi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkCensusIT {

  @TempDir Path home;

  @Test
  void poolCountsWhatAPlainLoopCounts() throws Exception {
    List<String> paths = JdkImage.classFiles();
    List<RemovedApi.Declared> declared = new ArrayList<>();
    for (String path : paths) {
      declared.addAll(RemovedApi.declaredIn(JdkImage.read(path)));
    }
    RemovedApi removed = RemovedApi.of(declared.stream());
    Census counted = Census.NONE;
    for (String path : paths) {
      counted = counted.plus(ClassAnalysis.of(JdkImage.read(path), removed));
    }

    PoolCensus onPool = new PoolCensus(paths, Progress::silent);
    assertEquals(removed, onPool.removedApi(2));
    assertEquals(counted, onPool.timed(2, 1, removed).census());
  }

  @Test
  void onlyPlantedTasksFail() throws Exception {
    SampleRun run =
        SampleRun.of(JdkCensus.class, home, "--limit", "3000", "--rounds", "1", "--workers", "2")
            .assertClean();
    assertEquals(3000, run.count("class files"));
    assertEquals(3002, run.count("tasks"));
    assertEquals(3000, run.count("succeeded"));
    assertEquals(2, run.count("failed"));
    assertTrue(run.line("TaskTimedOutException").contains("TaskTimedOutException: "));
    assertTrue(run.line("WorkerDiedException").contains("SIGABRT"), run.line("WorkerDied"));
    run.line("all other counts are as without them");
  }

  @Test
  void everyTableIsPrinted() throws Exception {
    SampleRun run =
        SampleRun.of(JdkCensus.class, home, "--limit", "9000", "--rounds", "1", "--no-planted")
            .assertClean();
    assertEquals(9000, run.count("class files"));
    assertTrue(run.count("methods") > run.count("methods with code"));
    assertTrue(run.count("instructions") > 1_000_000);
    assertTrue(run.count("uses in the JDK itself") > 0);
    run.line("Most complex methods");
    run.line("speed-up");
    assertTrue(run.out().stream().noneMatch(line -> line.contains("Planted")));
  }

  @Test
  void wrongOptionsAreRefusedWithUsage() throws Exception {
    SampleRun run = SampleRun.of(JdkCensus.class, home, "--workers", "0");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().getFirst().contains("--workers"), run.err()::toString);
  }
}
