package io.procpool.benchmarks.report;

import io.procpool.benchmarks.peers.Run;
import io.procpool.benchmarks.report.Goal.Times;
import io.procpool.benchmarks.report.Goal.Value;
import java.util.List;

/** The goals the project has set itself. */
public final class Goals {

  private static final String PYTHON = "cpython";
  private static final String LIMIT = "limit";
  private static final String ROUND_TRIP = "socketpair-round-trip-64B";

  /** All of them; a case may have several. */
  public static final List<Goal> ALL =
      List.of(
          new Times("apply-round-trip", PYTHON, 5),
          new Times("apply-round-trip", LIMIT, ROUND_TRIP, 1 / 3.0),
          new Times("apply-round-trip" + Run.PINNED, PYTHON, 5),
          new Times("apply-round-trip" + Run.PINNED, LIMIT, ROUND_TRIP + Run.PINNED, 1 / 3.0),
          new Times("map-chunk-1", PYTHON, 20),
          new Times("imap-unordered", PYTHON, 20),
          new Times("map-default-chunk", PYTHON, 3),
          new Times("executor-map", PYTHON, 100),
          new Times("echo-512B", PYTHON, 5),
          new Times("echo-1MiB", PYTHON, 4),
          new Times("echo-64MiB", PYTHON, 10),
          new Times("echo-64MiB", LIMIT, "socketpair-one-way", 0.5),
          new Value("efficiency-10us", 0.97, "of ideal"),
          new Value("efficiency-100us", 0.985, "of ideal"),
          new Value("efficiency-1000us", 0.99, "of ideal"),
          new Times("cpu-bound-100us", "threads", 0.97),
          new Times("cpu-bound-1000us", "threads", 0.97),
          new Times("start-spawn", PYTHON, 1 / 1.5),
          new Times("start-spawn-cold", PYTHON, "start-spawn", 1 / 3.0),
          new Value("replace-killed", 10, "ms"),
          new Times("queue-512B", PYTHON, 10),
          new Times("queue-512B-4x4", "procpool", "queue-512B", 1),
          new Times("manager-dict-put-8", PYTHON, "manager-dict-put", 15),
          new Times("manager-queue-8", PYTHON, "manager-queue", 15),
          new Times("manager-lock-8", PYTHON, "manager-lock", 15),
          new Times("lock-uncontended", PYTHON, 2),
          new Times("lock-contended-2", PYTHON, 2),
          new Times("pipe-round-trip", LIMIT, ROUND_TRIP, 1 / 1.2),
          new Times("pipe-round-trip" + Run.PINNED, PYTHON, 3),
          new Value("imap-of-10000000-live-heap", 64, "MB"),
          new Value("worker-idle-private", 45, "MB"),
          new Value("start-64-workers", 4000, "ms"),
          new Times("start-64-workers-cpu", "procpool", "start-1-workers-cpu", 1 / 64.0),
          new Value("heap-limits-of-64-workers", 1, "of memory"));

  private Goals() {}

  /** Those of one case. */
  public static List<Goal> of(String caseName) {
    return ALL.stream().filter(goal -> goal.caseName().equals(caseName)).toList();
  }
}
