package io.procpool.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CPython's multiprocessing. */
public final class PythonContestant implements Contestant {

  private static final String PROGRAM = "python_baseline.py";
  private static final Set<String> CASES =
      Set.of(
          "apply-round-trip",
          "map-chunk-1",
          "map-default-chunk",
          "imap-unordered",
          "executor-map",
          "echo-512B",
          "echo-1MiB",
          "echo-64MiB",
          "efficiency-10us",
          "efficiency-100us",
          "efficiency-1000us",
          "efficiency-10000us",
          "start-spawn",
          "queue-512B",
          "queue-512B-4x4",
          "manager-queue",
          "manager-dict-put",
          "manager-lock",
          "lock-uncontended",
          "lock-contended-2",
          "pipe-round-trip");

  private final Path program;

  private PythonContestant(Path program) {
    this.program = program;
  }

  /** CPython, or empty where there is no {@code python3}. */
  public static Optional<PythonContestant> find(Path directory) throws IOException {
    return Tools.isOnPath("python3")
        ? Optional.of(new PythonContestant(Tools.unpack(PROGRAM, directory)))
        : Optional.empty();
  }

  @Override
  public String name() {
    return "cpython";
  }

  @Override
  public boolean has(String caseName) {
    return CASES.contains(caseName);
  }

  @Override
  public List<String> command(String caseName) {
    return List.of("python3", program.toString(), caseName);
  }
}
