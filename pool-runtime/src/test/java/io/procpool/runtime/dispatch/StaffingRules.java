package io.procpool.runtime.dispatch;

import io.procpool.runtime.dispatch.PoolEvent.WorkerEnded;
import java.util.Collection;
import java.util.function.LongSupplier;

/** What a pool promises about the number of its workers, and about those that do not start. */
final class StaffingRules {

  private static final long SECOND = 1_000_000_000;
  private static final int HOPELESS = 3;

  private final LongSupplier poolTime;
  private final Collection<WorkerView> workers;
  private final int startsAtOnce;
  private int stillbornInARow;
  private int forLastingReasons; // of these
  private long failingSince;
  private long pause;
  private long pausedUntil;
  private long lastEnd = -SECOND;
  private long bootedAt;
  private boolean broken;
  private boolean failureSaid;

  StaffingRules(LongSupplier poolTime, Collection<WorkerView> workers, int startsAtOnce) {
    this.startsAtOnce = startsAtOnce;
    this.poolTime = poolTime;
    this.workers = workers;
  }

  boolean isBroken() {
    return broken;
  }

  /** Some worker has reported its first item. */
  void startSucceeded() {
    stillbornInARow = 0;
    forLastingReasons = 0;
    pause = 0;
    pausedUntil = 0;
  }

  /** A worker has ended that is not among the workers any more. */
  void ended(WorkerView worker, WorkerEnded ended, Limits limits) {
    lastEnd = now();
    boolean unwanted = worker.stays() || worker.failed || worker.startTimedOut;
    if (!unwanted) {
      return;
    }
    boolean young = !worker.ready || now() - worker.readyAt < SECOND;
    if (!young || ended.claimed() > 0) {
      startSucceeded();
      return;
    }
    stillborn(ended.exit().mayPass() && !worker.startTimedOut && !worker.corrupt, limits);
  }

  private void stillborn(boolean mayPass, Limits limits) {
    boolean alone = workers.stream().noneMatch(WorkerView::takesItems);
    if (stillbornInARow == 0 || !alone) {
      failingSince = now();
    }
    stillbornInARow++;
    forLastingReasons += mayPass ? 0 : 1;
    if (stillbornInARow < HOPELESS) {
      return;
    }
    long hopelessAt = failingSince + limits.times().startRetry();
    if (now() >= pausedUntil) {
      pause = pause == 0 ? SECOND / 10 : Math.min(2 * pause, 5 * SECOND);
      pausedUntil = Math.min(now() + pause, hopelessAt);
    }
    if (alone && !broken && (forLastingReasons >= HOPELESS || now() >= hopelessAt)) {
      broken = true;
      pausedUntil = now() + Math.max(pause, SECOND);
    }
  }

  /** Items have come: those of a broken pool are tried, but not at once. */
  void itemsAdded(boolean shutdown) {
    broken &= shutdown || now() < pausedUntil;
  }

  /** It is said once that starts fail, and if they do. */
  void allowSayingThatStartsFail(PoolAction.StartsFail fails) {
    check(!failureSaid && stillbornInARow >= HOPELESS && !broken, fails);
    check(fails.inARow() == stillbornInARow, fails);
    failureSaid = true;
  }

  void allowSayingThatStartsWork(PoolAction action) {
    check(failureSaid && stillbornInARow == 0, action);
    failureSaid = false;
  }

  private long now() {
    return poolTime.getAsLong();
  }

  /** A worker's JVM is up. */
  void cameUp() {
    bootedAt = now();
  }

  /**
   * No storm of starts that fail: a pause after three, then one at a time; and not more JVMs at
   * once than there is room for, unless none comes up.
   */
  void allowStart(PoolAction.Start start) {
    check(!broken, start);
    boolean slow = now() - bootedAt >= Staffing.LONG_START_NANOS;
    check(booting() < startsAtOnce || slow, start);
    bootedAt = now();
    if (stillbornInARow >= HOPELESS) {
      check(now() >= pausedUntil, start);
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
    return now() - lastEnd < Staffing.SPARE_WAITS_NANOS ? 0 : limits.spareWorkers();
  }

  private static void check(boolean holds, Object complaint) {
    Referee.check(holds, complaint);
  }
}
