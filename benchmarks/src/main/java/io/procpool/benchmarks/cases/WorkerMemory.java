package io.procpool.benchmarks.cases;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

/**
 * The memory of a worker, by Linux's {@code smaps_rollup}.
 *
 * @param entry the beginning of the entries that are added up
 * @param tasks how many small tasks it has run before
 */
record WorkerMemory(PoolOptions options, String entry, int tasks) implements Case {

  @Override
  public Unit unit() {
    return Unit.MEGABYTES;
  }

  @Override
  public boolean isWarm() {
    return false;
  }

  @Override
  public double once() throws IOException {
    try (Pool pool = Pool.open(options)) {
      Check.same(tasks, pool.map(Work::identity, Collections.nCopies(tasks, 1)).size());
      long worker = pool.apply(() -> ProcessHandle.current().pid());
      double kibibytes = 0;
      for (String line : Files.readAllLines(Path.of("/proc/" + worker + "/smaps_rollup"))) {
        if (line.startsWith(entry)) {
          kibibytes += Double.parseDouble(line.replaceAll("\\D+", ""));
        }
      }
      return kibibytes * 1024 / 1e6;
    }
  }
}
