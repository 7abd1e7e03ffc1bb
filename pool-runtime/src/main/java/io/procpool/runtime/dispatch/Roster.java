package io.procpool.runtime.dispatch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool: counted, and shelved by whether they can take a chunk. Whoever changes a
 * worker files it anew; that costs the same however many workers there are.
 */
final class Roster {

  /** What a worker was counted as when it was filed last. */
  static final class Filed {
    private @Nullable WorkerPhase phase;
    private boolean booting;
    private boolean staying;
    private long items;
  }

  private final Map<Integer, WorkerState> workers = new LinkedHashMap<>();
  private final Chain<WorkerState> idle = new Chain<>();
  private final Chain<WorkerState> busyWithRoom = new Chain<>();
  private final Deadlines deadlines;
  private int starting;
  private int booting;
  private int ready;
  private int staying;
  private int busy;
  private long items;
  private long stayingItems;

  Roster(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  void add(WorkerState worker) {
    workers.put(worker.id, worker);
    file(worker);
  }

  /** Removes a worker that has ended and has no items any more. */
  void remove(WorkerState worker) {
    file(worker);
    workers.remove(worker.id);
  }

  /** The worker of this number; null if it has ended. */
  @Nullable WorkerState find(int id) {
    return workers.get(id);
  }

  /** All that have not ended, oldest first. */
  Collection<WorkerState> all() {
    return workers.values();
  }

  /** How many are not ready yet. */
  int starting() {
    return starting;
  }

  /** Of how many the JVM is not up yet. */
  int booting() {
    return booting;
  }

  /** How many are ready and not leaving. */
  int ready() {
    return ready;
  }

  /** How many count as the pool's from here on. */
  int staying() {
    return staying;
  }

  /** How many have items. */
  int busy() {
    return busy;
  }

  /** How many can take items and have none. */
  int idle() {
    return idle.size();
  }

  /** How many items workers have. */
  long items() {
    return items;
  }

  /** How many items those workers have that stay. */
  long stayingItems() {
    return stayingItems;
  }

  /** The idle worker that would be asked last. */
  @Nullable WorkerState lastIdle() {
    return idle.last();
  }

  /**
   * The worker for the next chunk: the idle one that worked last, unless {@code mostBusy} are busy;
   * else the one with room that was served longest ago.
   */
  @Nullable WorkerState next(int mostBusy) {
    return busy < mostBusy && idle.size() > 0 ? idle.first() : busyWithRoom.first();
  }

  /** Puts a worker that was served behind the others. */
  void served(WorkerState worker) {
    busyWithRoom.remove(worker);
    file(worker);
  }

  /** Files the worker anew, after any change. */
  void file(WorkerState worker) {
    count(worker.filed, -1);
    worker.filed.phase = worker.phase();
    worker.filed.booting = worker.isBooting();
    worker.filed.staying = worker.isStaying();
    worker.filed.items = worker.inFlight.items();
    count(worker.filed, 1);
    shelve(worker);
    deadlines.watch(worker);
  }

  private void count(Filed filed, int sign) {
    starting += filed.phase == WorkerPhase.STARTING ? sign : 0;
    booting += filed.booting ? sign : 0;
    ready += filed.phase == WorkerPhase.READY ? sign : 0;
    staying += filed.staying ? sign : 0;
    busy += filed.items > 0 ? sign : 0;
    items += sign * filed.items;
    stayingItems += filed.staying ? sign * filed.items : 0;
  }

  private void shelve(WorkerState worker) {
    boolean room = worker.hasRoom();
    if (!room || worker.isBusy()) {
      idle.remove(worker);
    }
    if (!room || !worker.isBusy()) {
      busyWithRoom.remove(worker);
    }
    if (room && worker.isBusy() && !busyWithRoom.contains(worker)) {
      busyWithRoom.addLast(worker);
    } else if (room && !worker.isBusy() && !idle.contains(worker)) {
      // The one that worked last has the warmest caches; one that gave back unbegun work may hang.
      if (worker.provenLately) {
        idle.addFirst(worker);
      } else {
        idle.addLast(worker);
      }
    }
  }
}
