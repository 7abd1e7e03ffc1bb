package io.procpool.runtime.dispatch;

import io.procpool.runtime.dispatch.PoolEvent.ItemsAdded;
import io.procpool.runtime.dispatch.PoolEvent.ItemsCancelled;
import io.procpool.runtime.dispatch.PoolEvent.ItemsFinished;
import io.procpool.runtime.dispatch.PoolEvent.Resized;
import io.procpool.runtime.dispatch.PoolEvent.WorkerCorrupt;
import io.procpool.runtime.dispatch.PoolEvent.WorkerEnded;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Knows the rules a pool's policy promises to keep, follows every event and action of a simulation,
 * and throws at the first that breaks one.
 */
final class Referee {

  private final VirtualTime time;
  private final LongSupplier poolTime;
  private final IntFunction<SimulatedWorker> simulated;
  private final StaffingRules staffing;
  private final DeadlineRules deadlines;
  private final List<SimulatedBatch> batches = new ArrayList<>();
  private final Map<Integer, WorkerView> workers = new LinkedHashMap<>();
  private Limits limits;
  private boolean shutdown;
  private boolean aborted;
  private long stopRunningAt = -1;
  private boolean terminated;
  private int events;
  private int emptyWakes;

  Referee(
      Scenario scenario,
      VirtualTime time,
      LongSupplier poolTime,
      IntFunction<SimulatedWorker> simulated) {
    this.time = time;
    this.poolTime = poolTime;
    this.simulated = simulated;
    this.limits = scenario.limits();
    this.staffing = new StaffingRules(poolTime, workers.values(), scenario.startsAtOnce());
    this.deadlines = new DeadlineRules(scenario, time, poolTime);
  }

  // ---- before an event

  void before(PoolEvent event) {
    events++;
    switch (event) {
      case ItemsAdded added -> added(added);
      case ItemsCancelled cancelled -> cancelled(cancelled);
      case PoolEvent.BatchEnded ended -> {}
      case PoolEvent.WorkerInitializing up -> up(workers.get(up.worker()));
      case PoolEvent.WorkerLingers lingers -> workers.get(lingers.worker()).lingers = true;
      case WorkerReady ready -> ready(workers.get(ready.worker()));
      case ItemsFinished finished -> finished(workers.get(finished.worker()), finished);
      case PoolEvent.Withdrawn withdrawn -> withdrawn(withdrawn);
      case WorkerCorrupt corrupt -> failed(workers.get(corrupt.worker()));
      case WorkerEnded ended -> staffing.ended(workers.remove(ended.worker()), ended, limits);
      case Resized resized -> limits = limits.resized(resized.workers());
      case PoolEvent.Shutdown() -> shutdown = true;
      case PoolEvent.ShutdownNow() -> shutdown = aborted = true;
      case PoolEvent.ReplacementAsked asked -> {}
      case PoolEvent.Observed observed -> observed(workers.get(observed.worker()), observed);
      case PoolEvent.TimePassed() -> {}
    }
  }

  private static SimulatedBatch of(Batch batch) {
    return (SimulatedBatch) batch.payload();
  }

  private void added(ItemsAdded added) {
    SimulatedBatch batch = of(added.batch());
    if (!batches.contains(batch)) {
      batches.add(batch);
    }
    batch.added(added.to());
    staffing.itemsAdded(shutdown);
  }

  private void cancelled(ItemsCancelled cancelled) {
    of(cancelled.batch()).cancelled(cancelled.fromIndex());
    stopRunningAt = cancelled.stopRunning() ? time.now() : stopRunningAt;
  }

  private void up(WorkerView worker) {
    worker.up = true;
    if (worker.stays()) {
      staffing.cameUp();
    }
  }

  private void ready(WorkerView worker) {
    up(worker);
    worker.ready = true;
    worker.readyAt = poolTime.getAsLong();
  }

  private void finished(WorkerView worker, ItemsFinished finished) {
    long end = finished.firstSeq() + finished.outcomes().count();
    if (finished.firstSeq() > worker.reported || end > worker.nextSeq) {
      failed(worker);
      return;
    }
    if (worker.reported == 0 && end > 0) {
      staffing.startSucceeded();
    }
    if (end > worker.reported) {
      worker.reported = end;
      worker.progressAt = poolTime.getAsLong();
      worker.leavingSince = poolTime.getAsLong();
    }
    worker.interrupted = end > worker.interrupted ? -1 : worker.interrupted;
  }

  private static void failed(WorkerView worker) {
    worker.corrupt = true;
    worker.failed |= worker.stays();
  }

  private void withdrawn(PoolEvent.Withdrawn withdrawn) {
    WorkerView worker = workers.get(withdrawn.worker());
    worker.withdrawing = false;
    worker.nextSeq = Math.min(worker.nextSeq, withdrawn.claimed());
    worker.leavingSince = poolTime.getAsLong();
  }

  private void observed(WorkerView worker, PoolEvent.Observed observed) {
    if (observed.receiving() || observed.sending()) {
      worker.progressAt = poolTime.getAsLong();
    }
  }

  // ---- each action

  void allows(PoolAction action) {
    if (terminated && !(action instanceof PoolAction.Fail)) {
      throw new AssertionError("after Terminated: " + action);
    }
    switch (action) {
      case PoolAction.Start start -> started(start);
      case PoolAction.Run run -> sent(workers.get(run.worker()), run);
      case PoolAction.Withdraw withdraw -> withdraw(workers.get(withdraw.worker()));
      case PoolAction.Resume resume -> check(workers.get(resume.worker()).takesItems(), action);
      case PoolAction.Observe observe -> check(workers.containsKey(observe.worker()), action);
      case PoolAction.Interrupt interrupt -> interrupted(interrupt);
      case PoolAction.Stop stop -> told(workers.get(stop.worker()), action);
      case PoolAction.Kill kill -> killed(workers.get(kill.worker()), action);
      case PoolAction.Deliver deliver -> delivered(deliver);
      case PoolAction.Fail fail -> failed(of(fail.batch()), fail.items(), fail.failure());
      case PoolAction.Release release -> {}
      case PoolAction.Forget forget -> check(!workers.containsKey(forget.worker()), action);
      case PoolAction.Retry() -> check(limits.retries() > 0, action);
      case PoolAction.StartsFail fails -> staffing.allowSayingThatStartsFail(fails);
      case PoolAction.StartsWork() -> staffing.allowSayingThatStartsWork(action);
      case PoolAction.Terminated() -> terminated(action);
    }
  }

  private void started(PoolAction.Start start) {
    check(!aborted, start);
    staffing.allowStart(start);
    workers.put(start.worker(), new WorkerView(start.worker(), poolTime.getAsLong()));
  }

  private void sent(WorkerView worker, PoolAction.Run run) {
    check(worker.takesItems() && !worker.withdrawing && worker.interrupted < 0, run);
    check(run.firstSeq() == worker.nextSeq && run.items().size() > 0, run);
    check(worker.isBusy() || busy() < limits.workers(), run);
    int chunk = of(run.batch()).chunkSize;
    long lastIndex = run.items().to() - 1;
    check(chunk == 0 || run.items().from() / chunk == lastIndex / chunk, run);
    if (!worker.isBusy()) {
      worker.progressAt = poolTime.getAsLong();
    }
    worker.nextSeq += run.items().size();
    check(worker.nextSeq <= limits.maxTasksPerWorker(), run);
  }

  private void withdraw(WorkerView worker) {
    check(!worker.withdrawing && !worker.killed, "Withdraw " + worker.id);
    worker.withdrawing = true;
  }

  private void interrupted(PoolAction.Interrupt interrupt) {
    WorkerView worker = workers.get(interrupt.worker());
    boolean cancelled = stopRunningAt == time.now();
    check(limits.times().task() < Long.MAX_VALUE || cancelled, interrupt);
    check(worker.interrupted < 0 && !worker.killed, interrupt);
    worker.interrupted = interrupt.seq();
    worker.interruptedAt = poolTime.getAsLong();
  }

  private void told(WorkerView worker, PoolAction action) {
    check(worker.takesItems(), action);
    check(worker.withdrawing || !worker.isBusy(), "told before withdrawn: " + worker.id);
    worker.told = true;
    worker.leavingSince = poolTime.getAsLong();
  }

  private void killed(WorkerView worker, PoolAction action) {
    check(!worker.killed, action);
    boolean excused = !worker.ready || worker.corrupt || aborted;
    check(excused || deadlines.mayBeKilled(worker, simulated.apply(worker.id)), action);
    worker.startTimedOut = !worker.ready && deadlines.isStartOver(worker);
    worker.killed = true;
  }

  private void delivered(PoolAction.Deliver deliver) {
    SimulatedBatch batch = of(deliver.batch());
    var done = ((SimulatedWorker.Report) deliver.outcomes()).done();
    for (int i = 0; i < deliver.count(); i++) {
      SimulatedWorker.Done one = done.get(deliver.at() + i);
      check(one.batch() == batch && one.index() == deliver.index() + i, deliver);
      check(one.nanos() <= limits.times().task(), deliver);
    }
    batch.settle(deliver.index(), deliver.index() + deliver.count());
  }

  private void failed(SimulatedBatch batch, Range items, Failure failure) {
    for (long index = items.from(); index < items.to(); index++) {
      batch.check(isRight(batch, (int) index, failure), index, "failed by " + failure);
    }
    if (failure instanceof Failure.TimedOut) {
      long ran = batch.ran((int) items.from(), time.now());
      deadlines.checkRun(batch, items.from(), ran);
    }
    batch.settle(items.from(), items.to());
  }

  private boolean isRight(SimulatedBatch batch, int index, Failure failure) {
    return switch (failure) {
      case Failure.Cancelled() -> batch.isCancelled(index) || aborted || terminated;
      case Failure.TimedOut out ->
          batch.hasRun(index) && batch.ran(index, time.now()) >= limits.times().task();
      case Failure.WorkerDied died ->
          died.deaths() == batch.deaths(index)
              && (died.deaths() > limits.retries() || staffing.isBroken());
      case Failure.PoolBroken pool -> staffing.isBroken();
    };
  }

  private void terminated(PoolAction action) {
    check(shutdown && workers.isEmpty() && waiting() == 0, action);
    terminated = true;
  }

  // ---- after an event and its actions

  void after(PoolEvent event, boolean didNothing, long wakeAt) {
    if (event instanceof PoolEvent.TimePassed) {
      long now = poolTime.getAsLong();
      check(wakeAt > now, "wakeAt " + wakeAt + " is not after " + now);
      emptyWakes += didNothing ? 1 : 0;
      check(emptyWakes <= 10 + 3 * events, emptyWakes + " empty wakes in " + events + " events");
    }
  }

  /** Checks what must hold whenever nothing is under way inside the pool. */
  void atRest(PoolState state) {
    long waiting = waiting();
    check(state.busyWorkers() == busy(), "busy " + state.busyWorkers() + ", not " + busy());
    check(state.workerCount() == workers.size(), "workers " + state.workerCount());
    check(!staffing.isBroken() || waiting == 0, waiting + " wait in a broken pool");
    if (waiting > 0 && busy() < limits.workers()) {
      for (WorkerView worker : workers.values()) {
        boolean free = worker.nextSeq < limits.maxTasksPerWorker();
        check(
            !free || !worker.takesItems() || worker.isBusy(),
            "idle while items wait: " + worker.id);
      }
    }
    if (waiting > 0 && workers.isEmpty()) {
      check(state.wakeAt() < Long.MAX_VALUE, "nobody will come for " + waiting + " items");
    }
    if (!shutdown) {
      staffing.checkSize(limits, waiting);
    }
    workers.values().forEach(deadlines::checkWaits);
  }

  void mustBeStopped(int worker) {
    WorkerView view = workers.get(worker);
    check(view.killed || view.interrupted >= 0, "runs what was to be stopped: " + worker);
  }

  void atEnd() {
    check(terminated, "never terminated; open items: " + open() + ", workers: " + workers.keySet());
    check(open() == 0, open() + " items never ended");
  }

  private long open() {
    return batches.stream().mapToLong(SimulatedBatch::open).sum();
  }

  private long waiting() {
    long held = workers.values().stream().mapToLong(WorkerView::items).sum();
    return open() - held;
  }

  private int busy() {
    return (int) workers.values().stream().filter(WorkerView::isBusy).count();
  }

  static void check(boolean holds, Object complaint) {
    if (!holds) {
      throw new AssertionError("broken rule: " + complaint);
    }
  }
}
