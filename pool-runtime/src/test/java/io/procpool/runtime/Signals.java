package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.Pool;
import io.procpool.WorkerInfo;
import io.procpool.ipc.posix.Posix;
import java.util.List;

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
