package io.procpool.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.Pool;
import io.procpool.WorkerInfo;
import io.procpool.ipc.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What one process can send another. */
enum Signals {
  KILL(9),
  CONTINUE(18),
  STOP(19);

  private final int number;

  Signals(int number) {
    this.number = number;
  }

  void send(long pid) {
    assertEquals(0, Posix.kill(pid, number), () -> this + " to " + pid);
  }

  /** Stops a process and waits until all its threads stand: on a busy machine some still run on. */
  static void stop(long pid) {
    STOP.send(pid);
    await().atMost(60, SECONDS).until(() -> standsStill(pid));
  }

  private static boolean standsStill(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (!stat.substring(stat.lastIndexOf(')')).startsWith(") T")) {
          return false;
        }
      }
      return true;
    }
  }

  /** To one that may have ended by itself. */
  boolean trySend(long pid) {
    return Posix.kill(pid, number) == 0;
  }

  /** The processes of the pool's workers that are in this state. */
  static List<Long> pids(Pool pool, WorkerInfo.State state) {
    return pool.workers().stream()
        .filter(worker -> worker.state() == state && worker.pid() != 0)
        .map(WorkerInfo::pid)
        .toList();
  }
}
