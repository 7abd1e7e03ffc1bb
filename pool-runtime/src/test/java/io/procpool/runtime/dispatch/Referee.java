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

/**
 * Knows the rules a pool's policy promises to keep, follows every event and action of a simulation,
 * and throws at the first that breaks one.
 */
final class Referee {

  private static final long SECOND = 1_000_000_000;

  /** A worker, as far as events and actions tell. */
  static final class View {
    final int id;
    final long startedAt;
    boolean ready;
    long readyAt;
    boolean told;
    boolean killed;
    boolean failed;
    boolean withdrawing;
    long nextSeq;
    long reported;
    long progressAt;
    long leavingSince;

    View(int id, long now) {
      this.id = id;
      this.startedAt = now;
    }

    boolean isBusy() {
      return nextSeq > reported;
    }

    boolean takesItems() {
      return ready && !told && !killed;
    }

    boolean stays() {
      return !told && !killed;
    }
  }

  private final Scenario scenario;
  private final VirtualTime time;
  private final List<SimulatedBatch> batches = new ArrayList<>();
  private final Map<Integer, View> workers = new LinkedHashMap<>();
  private Limits limits;
  private boolean shutdown;
  private boolean aborted;
  private boolean broken;
  private boolean terminated;
  private int stillbornInARow;
  private long pausedUntil;
  private int events;
  private int emptyWakes;

  Referee(Scenario scenario, VirtualTime time) {
    this.scenario = scenario;
    this.time = time;
    this.limits = scenario.limits();
  }

  boolean isTerminated() {
    return terminated;
  }

  // ---- before an event

  void before(PoolEvent event) {
    events++;
    switch (event) {
      case ItemsAdded added -> added(added);
      case ItemsCancelled cancelled -> of(cancelled.batch()).cancelled(cancelled.fromIndex());
      case WorkerReady ready -> ready(workers.get(ready.worker()));
      case ItemsFinished finished -> finished(workers.get(finished.worker()), finished);
      case PoolEvent.Withdrawn withdrawn -> withdrawn(withdrawn);
      case WorkerCorrupt corrupt -> failed(workers.get(corrupt.worker()));
      case WorkerEnded ended -> ended(workers.remove(ended.worker()), ended);
      case Resized resized -> limits = limits.resized(resized.workers());
      case PoolEvent.Shutdown() -> shutdown = true;
      case PoolEvent.ShutdownNow() -> shutdown = aborted = true;
      case PoolEvent.ReplacementAsked asked -> {}
      case PoolEvent.Observed observed -> {}
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
  }

  private void ready(View worker) {
    worker.ready = true;
    worker.readyAt = time.now();
  }

  private void finished(View worker, ItemsFinished finished) {
    long end = finished.firstSeq() + finished.outcomes().count();
    if (finished.firstSeq() > worker.reported || end > worker.nextSeq) {
      failed(worker);
      return;
    }
    if (worker.reported == 0 && end > 0) {
      stillbornInARow = 0;
      pausedUntil = 0;
    }
    worker.reported = Math.max(worker.reported, end);
    worker.progressAt = time.now();
    worker.leavingSince = time.now();
  }

  private static void failed(View worker) {
    worker.failed |= worker.stays();
  }

  private void withdrawn(PoolEvent.Withdrawn withdrawn) {
    View worker = workers.get(withdrawn.worker());
    worker.withdrawing = false;
    worker.nextSeq = Math.min(worker.nextSeq, withdrawn.claimed());
    worker.leavingSince = time.now();
  }

  private void ended(View worker, WorkerEnded ended) {
    boolean neverStarted = !worker.ready && time.now() >= worker.startedAt + limits.times().start();
    boolean byItself = worker.stays() || worker.failed || neverStarted;
    boolean stillborn =
        ended.claimed() == 0 && (!worker.ready || time.now() - worker.readyAt < SECOND);
    if (!byItself) {
      return;
    }
    stillbornInARow = stillborn ? stillbornInARow + 1 : 0;
    pausedUntil = 0;
    if (stillbornInARow >= 3) {
      pausedUntil = time.now() + SECOND;
      broken |= workers.values().stream().noneMatch(View::takesItems);
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
      case PoolAction.Interrupt interrupt -> check(limits.times().task() < Long.MAX_VALUE, action);
      case PoolAction.Stop stop -> told(workers.get(stop.worker()), action);
      case PoolAction.Kill kill -> killed(workers.get(kill.worker()), action);
      case PoolAction.Deliver deliver -> delivered(deliver);
      case PoolAction.Fail fail -> failed(of(fail.batch()), fail.items(), fail.failure());
      case PoolAction.Forget forget -> check(!workers.containsKey(forget.worker()), action);
      case PoolAction.Retry() -> check(limits.retries() > 0, action);
      case PoolAction.Terminated() -> terminated(action);
    }
  }

  private void started(PoolAction.Start start) {
    check(!broken && !aborted, start);
    if (stillbornInARow >= 3) {
      check(time.now() >= pausedUntil, start);
      check(workers.values().stream().allMatch(worker -> worker.ready || !worker.stays()), start);
    }
    workers.put(start.worker(), new View(start.worker(), time.now()));
  }

  private void sent(View worker, PoolAction.Run run) {
    check(worker.takesItems() && !worker.withdrawing, run);
    check(run.firstSeq() == worker.nextSeq && run.items().size() > 0, run);
    check(worker.isBusy() || busy() < limits.workers(), run);
    int chunk = of(run.batch()).chunkSize;
    long lastIndex = run.items().to() - 1;
    check(chunk == 0 || run.items().from() / chunk == lastIndex / chunk, run);
    if (!worker.isBusy()) {
      worker.progressAt = time.now();
    }
    worker.nextSeq += run.items().size();
    check(worker.nextSeq <= limits.maxTasksPerWorker(), run);
  }

  private void withdraw(View worker) {
    check(!worker.withdrawing && !worker.killed, "Withdraw " + worker.id);
    worker.withdrawing = true;
  }

  private void told(View worker, PoolAction action) {
    check(worker.takesItems(), action);
    worker.told = true;
    worker.leavingSince = time.now();
  }

  private void killed(View worker, PoolAction action) {
    check(!worker.killed, action);
    worker.killed = true;
  }

  private void delivered(PoolAction.Deliver deliver) {
    SimulatedBatch batch = of(deliver.batch());
    var done = ((SimulatedWorker.Report) deliver.outcomes()).done();
    for (int i = 0; i < deliver.count(); i++) {
      SimulatedWorker.Done one = done.get(deliver.at() + i);
      check(one.batch() == batch && one.index() == deliver.index() + i, deliver);
      checkTime(batch, one.index(), one.nanos());
    }
    batch.settle(deliver.index(), deliver.index() + deliver.count());
  }

  private void failed(SimulatedBatch batch, Range items, Failure failure) {
    for (long index = items.from(); index < items.to(); index++) {
      batch.check(isRight(batch, (int) index, failure), index, "failed by " + failure);
    }
    if (failure instanceof Failure.TimedOut) {
      long ran = time.now() - batch.claimedAt((int) items.from());
      checkTime(batch, items.from(), ran);
    }
    batch.settle(items.from(), items.to());
  }

  private boolean isRight(SimulatedBatch batch, int index, Failure failure) {
    return switch (failure) {
      case Failure.Cancelled() -> batch.isCancelled(index) || aborted || terminated;
      case Failure.TimedOut out ->
          batch.hasRun(index) && time.now() - batch.claimedAt(index) >= limits.times().task();
      case Failure.WorkerDied died ->
          died.deaths() == batch.deaths(index) && (died.deaths() > limits.retries() || broken);
      case Failure.PoolBroken pool -> broken;
    };
  }

  private void checkTime(SimulatedBatch batch, long index, long ran) {
    if (scenario.hasTaskTimeout()) {
      long limit = limits.times().task() + limits.times().grace() + scenario.slackNanos();
      batch.check(ran <= limit, index, "ran for " + ran + " of " + limit + " ns");
    }
  }

  private void terminated(PoolAction action) {
    check(shutdown && workers.isEmpty() && waiting() == 0, action);
    terminated = true;
  }

  // ---- after an event and its actions

  void after(PoolEvent event, boolean didNothing, long wakeAt) {
    if (event instanceof PoolEvent.TimePassed) {
      check(wakeAt > time.now(), "wakeAt " + wakeAt + " is not after " + time.now());
      emptyWakes += didNothing ? 1 : 0;
      check(emptyWakes <= 10 + 3 * events, emptyWakes + " empty wakes in " + events + " events");
    }
  }

  /** Checks what must hold whenever nothing is under way inside the pool. */
  void atRest(PoolState state) {
    long waiting = waiting();
    check(state.busyWorkers() == busy(), "busy " + state.busyWorkers() + ", not " + busy());
    check(state.workerCount() == workers.size(), "workers " + state.workerCount());
    check(!broken || waiting == 0, waiting + " wait in a broken pool");
    if (waiting > 0 && busy() < limits.workers()) {
      for (View worker : workers.values()) {
        boolean free = worker.nextSeq < limits.maxTasksPerWorker();
        check(
            !free || !worker.takesItems() || worker.isBusy(),
            "idle while items wait: " + worker.id);
      }
    }
    if (waiting > 0 && workers.isEmpty()) {
      check(state.wakeAt() < Long.MAX_VALUE, "nobody will come for " + waiting + " items");
    }
    if (!broken && !shutdown && stillbornInARow < 3) {
      checkSize(waiting);
    }
    workers.values().forEach(this::checkDeadlines);
  }

  private void checkSize(long waiting) {
    int staying = (int) workers.values().stream().filter(View::stays).count();
    boolean unlimited = limits.maxTasksPerWorker() == Long.MAX_VALUE;
    long demand = waiting;
    for (View worker : workers.values()) {
      demand += worker.stays() ? worker.nextSeq - worker.reported : 0;
    }
    long wanted = unlimited ? Math.min(limits.workers(), demand) : 0;
    wanted = Math.max(limits.minWorkers(), wanted) + limits.spareWorkers();
    check(staying >= wanted, staying + " workers, wanted " + wanted);
    int most = limits.workers() + limits.spareWorkers();
    check(!unlimited || staying <= most, staying + " workers, at most " + most);
  }

  private void checkDeadlines(View worker) {
    Limits.Times times = limits.times();
    long slack = scenario.slackNanos();
    if (worker.killed) {
      return;
    }
    if (!worker.ready) {
      long started = time.now() - worker.startedAt;
      check(started <= times.start() + slack, "starts too long: " + worker.id);
    } else if (worker.isBusy() && scenario.hasTaskTimeout()) {
      long stuck = time.now() - worker.progressAt;
      // Once to begin its next item, once to end it.
      check(stuck <= 2 * (times.task() + times.grace() + slack), "stuck: " + worker.id);
    } else if (worker.told && !worker.isBusy()) {
      long leaving = time.now() - worker.leavingSince;
      check(leaving <= times.grace() + slack, "leaves too slowly: " + worker.id);
    }
  }

  void atEnd() {
    check(terminated, "never terminated; open items: " + open() + ", workers: " + workers.keySet());
    check(open() == 0, open() + " items never ended");
  }

  private long open() {
    return batches.stream().mapToLong(SimulatedBatch::open).sum();
  }

  private long waiting() {
    long held = workers.values().stream().mapToLong(view -> view.nextSeq - view.reported).sum();
    return open() - held;
  }

  private int busy() {
    return (int) workers.values().stream().filter(View::isBusy).count();
  }

  private static void check(boolean holds, Object complaint) {
    if (!holds) {
      throw new AssertionError("broken rule: " + complaint);
    }
  }
}
