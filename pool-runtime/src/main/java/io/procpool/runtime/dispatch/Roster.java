package io.procpool.runtime.dispatch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool, and which of them can take a chunk: idle ones first, the last used first.
 */
final class Roster {

  private final Map<Integer, WorkerState> workers = new LinkedHashMap<>();
  private final ArrayDeque<WorkerState> idle = new ArrayDeque<>();
  private final ArrayDeque<WorkerState> busyWithRoom = new ArrayDeque<>();

  void add(WorkerState worker) {
    workers.put(worker.id, worker);
  }

  void remove(WorkerState worker) {
    workers.remove(worker.id);
    refile(worker);
  }

  /** The worker of this number; null if it has ended. */
  @Nullable WorkerState find(int id) {
    return workers.get(id);
  }

  Collection<WorkerState> all() {
    return workers.values();
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  int idleCount() {
    return idle.size();
  }

  /** The worker that has been idle for the longest time. */
  @Nullable WorkerState longestIdle() {
    return idle.peekLast();
  }

  /** How many workers take items: ready and not leaving. */
  int count(WorkerPhase phase) {
    int count = 0;
    for (WorkerState worker : workers.values()) {
      if (worker.phase() == phase) {
        count++;
      }
    }
    return count;
  }

  /**
   * A worker for the next chunk: an idle one unless {@code mostBusy} workers are busy, else the one
   * served longest ago.
   */
  @Nullable WorkerState nextWithRoom(int busy, int mostBusy) {
    return !idle.isEmpty() && busy < mostBusy ? idle.peekFirst() : busyWithRoom.peekFirst();
  }

  /** Files the worker anew, after any change of its phase or load. */
  void refile(WorkerState worker) {
    boolean nowIdle = worker.isIdle() && worker.hasRoom();
    if (nowIdle != worker.filedIdle) {
      worker.filedIdle = nowIdle;
      if (nowIdle) {
        idle.addFirst(worker);
      } else {
        idle.remove(worker);
      }
    }
    boolean nowBusyWithRoom = !worker.isIdle() && worker.hasRoom();
    if (worker.filedBusy) {
      busyWithRoom.remove(worker);
    }
    worker.filedBusy = nowBusyWithRoom;
    if (nowBusyWithRoom) {
      busyWithRoom.addLast(worker);
    }
  }
}
