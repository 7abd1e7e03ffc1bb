package io.procpool.runtime.dispatch;

import io.procpool.runtime.dispatch.PoolEvent.WorkerEnded;
import java.util.Collection;

/** What a pool promises about the number of its workers, and about those that do not start. */
final class StaffingRules {

  private static final long SECOND = 1_000_000_000;
  private static final int HOPELESS = 3;

  private final VirtualTime time;
  private final Collection<WorkerView> workers;
  private final int startsAtOnce;
  private int stillbornInARow;
  private long pausedUntil;
  private long lastEnd = -SECOND;
  private long bootedAt;
  private boolean broken;

  StaffingRules(VirtualTime time, Collection<WorkerView> workers, int startsAtOnce) {
    this.startsAtOnce = startsAtOnce;
    this.time = time;
    this.workers = workers;
  }

  boolean isBroken() {
    return broken;
  }

  /** Some worker has reported its first item. */
  void startSucceeded() {
    stillbornInARow = 0;
    pausedUntil = 0;
  }

  /** A worker has ended that is not among the workers any more. */
  void ended(WorkerView worker, WorkerEnded ended, Limits limits) {
    lastEnd = time.now();
    boolean neverStarted = !worker.ready && time.now() >= worker.startedAt + limits.times().start();
    boolean unwanted = worker.stays() || worker.failed || neverStarted;
    if (!unwanted) {
      return;
    }
    boolean young = !worker.ready || time.now() - worker.readyAt < SECOND;
    if (!young || ended.claimed() > 0) {
      startSucceeded();
      return;
    }
    stillbornInARow++;
    if (stillbornInARow >= HOPELESS) {
      pausedUntil = time.now() + SECOND;
      broken |= workers.stream().noneMatch(WorkerView::takesItems);
    }
  }

  /** A worker's JVM is up. */
  void cameUp() {
    bootedAt = time.now();
  }

  /**
   * No storm of starts that fail: a pause after three, then one at a time; and not more JVMs at
   * once than there is room for, unless none comes up.
   */
  void allowStart(PoolAction.Start start) {
    check(!broken, start);
    boolean slow = time.now() - bootedAt >= Staffing.LONG_START_NANOS;
    check(booting() < startsAtOnce || slow, start);
    bootedAt = time.now();
    if (stillbornInARow >= HOPELESS) {
      check(time.now() >= pausedUntil, start);
      check(workers.stream().allMatch(worker -> worker.ready || !worker.stays()), start);
    }
  }

  /**
   * As many workers as the work needs, within the limits; whoever is gone is replaced, a spare one
   * after a moment.
   */
  void checkSize(Limits limits, long waiting) {
    if (broken || stillbornInARow >= HOPELESS) {
      return;
    }
    long staying = workers.stream().filter(WorkerView::stays).count();
    long held = workers.stream().filter(WorkerView::stays).mapToLong(WorkerView::items).sum();
    // A worker with no tasks left is replaced while it is still there: then only the least is sure.
    boolean unlimited = limits.maxTasksPerWorker() == Long.MAX_VALUE;
    long demand = unlimited ? Math.min(limits.workers(), waiting + held) : 0;
    long wanted = Math.max(limits.minWorkers(), demand) + dueSpares(limits);
    check(
        staying >= wanted || booting() >= startsAtOnce,
        staying + " workers, wanted " + wanted + ", " + booting() + " start");
    int most = limits.workers() + limits.spareWorkers();
    check(!unlimited || staying <= most, staying + " workers, at most " + most);
  }

  private long booting() {
    return workers.stream().filter(WorkerView::boots).count();
  }

  private int dueSpares(Limits limits) {
    return time.now() - lastEnd < Staffing.SPARE_WAITS_NANOS ? 0 : limits.spareWorkers();
  }

  private static void check(boolean holds, Object complaint) {
    Referee.check(holds, complaint);
  }
}
