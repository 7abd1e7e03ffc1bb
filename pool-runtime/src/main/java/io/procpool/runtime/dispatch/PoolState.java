package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.WorkerInfo;
import io.procpool.runtime.dispatch.PoolAction.Deliver;
import io.procpool.runtime.dispatch.PoolAction.Fail;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Interrupt;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Observe;
import io.procpool.runtime.dispatch.PoolAction.Resume;
import io.procpool.runtime.dispatch.PoolAction.Retry;
import io.procpool.runtime.dispatch.PoolAction.Run;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolAction.Stop;
import io.procpool.runtime.dispatch.PoolAction.Terminated;
import io.procpool.runtime.dispatch.PoolAction.Withdraw;
import io.procpool.runtime.dispatch.PoolEvent.ItemsAdded;
import io.procpool.runtime.dispatch.PoolEvent.ItemsCancelled;
import io.procpool.runtime.dispatch.PoolEvent.ItemsFinished;
import io.procpool.runtime.dispatch.PoolEvent.Observed;
import io.procpool.runtime.dispatch.PoolEvent.ReplacementAsked;
import io.procpool.runtime.dispatch.PoolEvent.Resized;
import io.procpool.runtime.dispatch.PoolEvent.Shutdown;
import io.procpool.runtime.dispatch.PoolEvent.ShutdownNow;
import io.procpool.runtime.dispatch.PoolEvent.TimePassed;
import io.procpool.runtime.dispatch.PoolEvent.Withdrawn;
import io.procpool.runtime.dispatch.PoolEvent.WorkerCorrupt;
import io.procpool.runtime.dispatch.PoolEvent.WorkerEnded;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import io.procpool.runtime.dispatch.WorkerState.Assignment;
import io.procpool.runtime.dispatch.WorkerState.Stopping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a pool: which worker gets which items, when workers start, stop and are killed,
 * what becomes of the items of one that died.
 *
 * <p>It is pure: {@link #apply} turns an event and the time into actions, and nothing else goes in
 * or comes out. Not thread-safe; owned by the {@code Dispatcher}.
 *
 * <p>Items wait in the {@link WorkQueue} until a worker of the {@link Roster} has room. A worker
 * has up to about two milliseconds of work, at least two chunks; what it has not begun can be
 * withdrawn from it, when another worker is idle, when it is cancelled, or when the worker is to
 * leave. So no decision is for ever, and only the item that runs is lost when a worker dies.
 */
public final class PoolState {

  /** How much work a chunk is to be, in nanoseconds. */
  static final long CHUNK_NANOS = 1_000_000;

  private static final int MAX_CHUNK = 8192;
  private static final int DEATHS_UNTIL_BROKEN = 3;
  private static final long STILLBORN_NANOS = 1_000_000_000;
  private static final long HIRING_PAUSE_NANOS = 1_000_000_000;

  private enum Phase {
    RUNNING,
    SHUTDOWN,
    TERMINATED
  }

  private final WorkQueue queue = new WorkQueue();
  private final Roster roster = new Roster();
  private Limits limits;
  private Phase phase = Phase.RUNNING;
  private List<PoolAction> actions = new ArrayList<>();
  private long now;
  private long wakeAt = Long.MAX_VALUE;
  private int lastWorker;
  private int busy;
  private long assigned;
  private int deathsInARow;
  private long hireAfter;
  private boolean aborted;
  private @Nullable WorkerExit broken;

  /** A running pool without workers; the first event starts them. */
  public PoolState(Limits limits) {
    this.limits = limits;
  }

  /**
   * Changes the state as the event demands.
   *
   * @param nowNanos the time, never less than before
   * @return what is to be done, in this order
   */
  public List<PoolAction> apply(PoolEvent event, long nowNanos) {
    now = nowNanos;
    actions = new ArrayList<>(4);
    handle(event);
    if (phase != Phase.TERMINATED) {
      assign();
      staff();
      rebalance();
      endIfDone();
    }
    return actions;
  }

  /**
   * When {@link TimePassed} is to be fed next; {@link Long#MAX_VALUE} if nothing depends on time.
   */
  public long wakeAt() {
    return wakeAt;
  }

  /** How many items have not started, as far as is known. */
  public long queuedItems() {
    return queue.items() + Math.max(0, assigned - busy);
  }

  /** How many workers have items. */
  public int busyWorkers() {
    return busy;
  }

  /** How many worker processes there are. */
  public int workerCount() {
    return roster.all().size();
  }

  /** The limits in force. */
  public Limits limits() {
    return limits;
  }

  /** All workers, oldest first; their process ids are not known here. */
  public List<WorkerInfo> workers() {
    return roster.all().stream()
        .map(worker -> new WorkerInfo(worker.id, 0, worker.monitored(), worker.finishedTasks))
        .toList();
  }

  private void handle(PoolEvent event) {
    switch (event) {
      case ItemsAdded added -> itemsAdded(added.batch(), added.to());
      case ItemsCancelled cancelled -> itemsCancelled(cancelled);
      case WorkerReady ready -> workerReady(roster.find(ready.worker()));
      case ItemsFinished finished -> itemsFinished(roster.find(finished.worker()), finished);
      case ReplacementAsked asked -> leave(roster.find(asked.worker()), ExitReason.RECYCLED);
      case Withdrawn withdrawn -> withdrawn(roster.find(withdrawn.worker()), withdrawn.claimed());
      case Observed observed -> observed(roster.find(observed.worker()), observed);
      case WorkerCorrupt corrupt -> corrupt(roster.find(corrupt.worker()), corrupt.cause());
      case WorkerEnded ended -> workerEnded(roster.find(ended.worker()), ended);
      case Resized resized -> resized(resized.workers());
      case Shutdown() -> phase = phase == Phase.RUNNING ? Phase.SHUTDOWN : phase;
      case ShutdownNow() -> shutdownNow();
      case TimePassed() -> timePassed();
    }
  }

  private void itemsAdded(Batch batch, long to) {
    long from = batch.knownItems();
    long wantedTo = aborted ? from : batch.grow(to);
    fail(batch, new Range(wantedTo, to), new Failure.Cancelled());
    Range wanted = new Range(from, wantedTo);
    if (broken != null) {
      fail(batch, wanted, new Failure.PoolBroken(broken));
    } else if (wanted.size() > 0) {
      queue.add(batch, wanted);
    }
  }

  // ---- cancelling

  private void itemsCancelled(ItemsCancelled cancelled) {
    Batch batch = cancelled.batch();
    batch.cancelFrom(cancelled.fromIndex());
    Range dropped;
    while ((dropped = queue.dropFrom(batch, cancelled.fromIndex())) != null) {
      fail(batch, dropped, new Failure.Cancelled());
    }
    for (WorkerState worker : roster.all()) {
      if (worker.phase() != WorkerPhase.KILLED && has(worker, batch, cancelled.fromIndex())) {
        worker.cancelBatch = cancelled.stopRunning() ? batch : worker.cancelBatch;
        withdraw(worker);
      }
    }
  }

  private static boolean has(WorkerState worker, Batch batch, long fromIndex) {
    for (Assignment assignment : worker.inFlight) {
      if (assignment.batch() == batch && assignment.items().to() > fromIndex) {
        return true;
      }
    }
    return false;
  }

  private void withdraw(WorkerState worker) {
    worker.epoch++;
    actions.add(new Withdraw(worker.id, worker.epoch));
  }

  private void withdrawn(@Nullable WorkerState worker, long claimed) {
    if (worker == null) {
      return;
    }
    takeBack(worker, claimed);
    worker.withdrawUseful = false;
    Assignment oldest = worker.inFlight.peekFirst();
    Batch cancelledBatch = worker.cancelBatch;
    worker.cancelBatch = null;
    if (cancelledBatch != null
        && oldest != null
        && oldest.batch() == cancelledBatch
        && cancelledBatch.isCancelled(oldest.items().from())) {
      worker.stopping = new Stopping(oldest.firstSeq(), false);
      kill(worker, ExitReason.STOPPED);
    } else if (worker.phase() == WorkerPhase.READY) {
      actions.add(new Resume(worker.id, worker.epoch, worker.nextSeq()));
    }
    refile(worker);
  }

  /**
   * Puts what the worker did not start back into the queue, or gives it up where it is not wanted
   * any more.
   */
  private void takeBack(WorkerState worker, long claimed) {
    long open = worker.openItems();
    boolean wasBusy = !worker.inFlight.isEmpty();
    Assignment back;
    while ((back = worker.takeBackFrom(claimed)) != null) {
      requeue(back.batch(), back.items());
    }
    assigned -= open - worker.openItems();
    if (wasBusy && worker.inFlight.isEmpty()) {
      becameIdle(worker);
    }
  }

  private void requeue(Batch batch, Range items) {
    Range wanted = items;
    while (wanted.size() > 0 && batch.isCancelled(wanted.to() - 1)) {
      wanted = new Range(wanted.from(), wanted.to() - 1);
    }
    if (wanted.size() < items.size()) {
      fail(batch, new Range(wanted.to(), items.to()), new Failure.Cancelled());
    }
    if (wanted.size() > 0 && broken != null) {
      fail(batch, wanted, new Failure.PoolBroken(broken));
    } else if (wanted.size() > 0) {
      queue.putBack(batch, wanted);
    }
  }

  // ---- a worker's life

  private void workerReady(@Nullable WorkerState worker) {
    if (worker != null && worker.phase() == WorkerPhase.STARTING) {
      worker.become(WorkerPhase.READY, now);
      worker.deadline = Long.MAX_VALUE;
      worker.idleSince = now;
      wakeAfter(limits.times().idle());
      refile(worker);
    }
  }

  private void itemsFinished(@Nullable WorkerState worker, ItemsFinished finished) {
    if (worker == null) {
      return;
    }
    Outcomes outcomes = finished.outcomes();
    if (finished.firstSeq() > worker.reported()
        || finished.firstSeq() + outcomes.count() > worker.nextSeq()) {
      corrupt(worker, impossible(worker, finished));
      return;
    }
    int skip = (int) Math.max(0, worker.reported() - finished.firstSeq());
    int at = skip;
    while (at < outcomes.count() && !worker.inFlight.isEmpty()) {
      at += deliverOldest(worker, outcomes, at);
    }
    if (at == skip) {
      return;
    }
    deathsInARow = 0;
    worker.lastReport = now;
    assigned -= at - skip;
    if (worker.inFlight.isEmpty()) {
      becameIdle(worker);
    }
    if (worker.tasksLeft() <= 0 && worker.inFlight.isEmpty()) {
      leave(worker, ExitReason.RECYCLED);
    }
    refile(worker);
  }

  private static Throwable impossible(WorkerState worker, ItemsFinished finished) {
    return new IllegalStateException(
        "worker %d reported %d items from %d on, but had open %d to %d"
            .formatted(
                worker.id,
                finished.outcomes().count(),
                finished.firstSeq(),
                worker.reported(),
                worker.nextSeq()));
  }

  private int deliverOldest(WorkerState worker, Outcomes outcomes, int at) {
    Assignment oldest = worker.inFlight.getFirst();
    Batch batch = oldest.batch();
    int count = (int) Math.min(outcomes.count() - at, oldest.items().size());
    Stopping stopping = worker.stopping;
    long index = oldest.items().from();
    if (stopping != null && stopping.seq() == oldest.firstSeq()) {
      // It ended between the interrupt and the kill: stopped all the same, whatever it gave.
      count = 1;
      worker.stopping = null;
      worker.deadline = Long.MAX_VALUE;
      fail(batch, new Range(index, index + 1), stopped(worker, stopping));
    } else {
      actions.add(new Deliver(batch, index, count, outcomes, at));
      batch.pace().measured(count, outcomes.runNanos(at, count));
    }
    worker.reportOldest(count);
    return count;
  }

  private static Failure stopped(WorkerState worker, Stopping stopping) {
    return stopping.timedOut() ? new Failure.TimedOut(worker.id) : new Failure.Cancelled();
  }

  private void becameIdle(WorkerState worker) {
    busy--;
    worker.idleSince = now;
    if (worker.phase() == WorkerPhase.LEAVING) {
      worker.deadline = now + limits.times().grace();
    }
    wakeAfter(limits.times().idle());
    wakeAfter(limits.times().grace());
  }

  /** Lets the worker go: it ends what it has begun, and the rest goes to others. */
  private void leave(@Nullable WorkerState worker, ExitReason reason) {
    if (worker == null
        || (worker.phase() != WorkerPhase.READY && worker.phase() != WorkerPhase.STARTING)) {
      return;
    }
    boolean started = worker.phase() == WorkerPhase.READY;
    worker.leaveReason = reason;
    worker.become(WorkerPhase.LEAVING, now);
    if (!started) {
      worker.become(WorkerPhase.KILLED, now);
      actions.add(new Kill(worker.id));
      refile(worker);
      return;
    }
    if (worker.openItems() > 0) {
      withdraw(worker);
    } else {
      worker.deadline = now + limits.times().grace();
      wakeAfter(limits.times().grace());
    }
    actions.add(new Stop(worker.id));
    refile(worker);
  }

  private void kill(WorkerState worker, ExitReason reason) {
    if (worker.phase() == WorkerPhase.KILLED) {
      return;
    }
    if (worker.leaveReason == null) {
      worker.leaveReason = reason;
    }
    worker.become(WorkerPhase.KILLED, now);
    worker.deadline = Long.MAX_VALUE;
    actions.add(new Kill(worker.id));
    refile(worker);
  }

  private void corrupt(@Nullable WorkerState worker, Throwable cause) {
    if (worker != null) {
      worker.cause = cause;
      kill(worker, ExitReason.CORRUPT);
    }
  }

  private void workerEnded(@Nullable WorkerState worker, WorkerEnded ended) {
    if (worker == null) {
      return;
    }
    WorkerExit exit = ended.exit().orCause(worker.cause);
    takeBack(worker, ended.claimed());
    if (!worker.inFlight.isEmpty()) {
      loseRunning(worker, exit);
      busy--;
    }
    boolean starting = worker.phase() == WorkerPhase.STARTING;
    boolean stillborn =
        starting
            || (worker.finishedTasks == 0
                && ended.claimed() == 0
                && now - worker.phaseSince < STILLBORN_NANOS);
    ExitReason reason = worker.leaveReason;
    if (reason == null) {
      reason = starting ? ExitReason.START_FAILED : ExitReason.DIED;
    }
    worker.become(WorkerPhase.ENDED, now);
    roster.remove(worker);
    actions.add(new Forget(worker.id, reason));
    if (reason == ExitReason.START_FAILED || (reason == ExitReason.DIED && stillborn)) {
      deathsInARow++;
      if (deathsInARow >= DEATHS_UNTIL_BROKEN) {
        breakDown(exit);
      }
    }
  }

  /**
   * Fails or repeats what the dead worker was running: one item, as a worker claims the next only
   * after reporting.
   */
  private void loseRunning(WorkerState worker, WorkerExit exit) {
    Assignment lost;
    while ((lost = worker.takeBackFrom(worker.reported())) != null) {
      assigned -= lost.items().size();
      for (long index = lost.items().to() - 1; index >= lost.items().from(); index--) {
        long seq = lost.firstSeq() + index - lost.items().from();
        loseItem(worker, lost.batch(), index, seq, exit);
      }
    }
  }

  private void loseItem(WorkerState worker, Batch batch, long index, long seq, WorkerExit exit) {
    Range item = new Range(index, index + 1);
    Stopping stopping = worker.stopping;
    if (stopping != null && stopping.seq() == seq) {
      fail(batch, item, stopped(worker, stopping));
    } else if (batch.isCancelled(index)) {
      fail(batch, item, new Failure.Cancelled());
    } else {
      int deaths = batch.countDeath(index);
      if (deaths <= limits.retries() && broken == null) {
        actions.add(new Retry());
        queue.putBack(batch, item);
      } else {
        fail(batch, item, new Failure.WorkerDied(worker.id, exit, deaths));
      }
    }
  }

  private void breakDown(WorkerExit exit) {
    if (roster.count(WorkerPhase.READY) > 0) {
      hireAfter = now + HIRING_PAUSE_NANOS;
      wakeAfter(HIRING_PAUSE_NANOS);
      return;
    }
    broken = exit;
    failQueued(new Failure.PoolBroken(exit));
    for (WorkerState worker : roster.all()) {
      kill(worker, ExitReason.START_FAILED);
    }
  }

  private void failQueued(Failure failure) {
    Batch batch;
    while ((batch = queue.first()) != null) {
      fail(batch, queue.take(Long.MAX_VALUE), failure);
    }
  }

  private void fail(Batch batch, Range items, Failure failure) {
    if (items.size() > 0) {
      actions.add(new Fail(batch, items, failure));
    }
  }

  // ---- handing out

  private void assign() {
    Batch batch;
    while ((batch = queue.first()) != null) {
      WorkerState worker = roster.nextWithRoom(busy, limits.workers());
      if (worker == null) {
        return;
      }
      long nanosPerItem = batch.pace().nanosPerItem();
      Range items = queue.take(Math.min(chunkItems(batch, nanosPerItem), worker.tasksLeft()));
      if (worker.inFlight.isEmpty()) {
        busy++;
      }
      if (limits.times().task() != Long.MAX_VALUE && worker.inFlight.isEmpty()) {
        worker.idleSince = now;
        wakeAfter(limits.times().task());
      }
      assigned += items.size();
      long seq = worker.assign(batch, items, nanosPerItem == 0 ? CHUNK_NANOS : nanosPerItem);
      actions.add(new Run(worker.id, batch, items, seq));
      refile(worker);
    }
  }

  private long chunkItems(Batch batch, long nanosPerItem) {
    if (batch.chunkSize() > 0) {
      return batch.chunkSize();
    }
    if (nanosPerItem == 0) {
      return 1;
    }
    long fair = Math.max(1, batch.remainingItems() / (4L * limits.workers()));
    return Math.clamp(CHUNK_NANOS / nanosPerItem, 1, Math.min(fair, MAX_CHUNK));
  }

  /**
   * Gives an idle worker what another one has waiting: without it, a misjudged chunk would hold up
   * a batch's end.
   */
  private void rebalance() {
    if (queue.items() > 0
        || roster.idleCount() == 0
        || busy >= limits.workers()
        || assigned <= busy) {
      return;
    }
    WorkerState richest = null;
    for (WorkerState worker : roster.all()) {
      if (worker.withdrawUseful
          && worker.phase() == WorkerPhase.READY
          && worker.openItems() > 1
          && (richest == null || worker.loadNanos() > richest.loadNanos())) {
        richest = worker;
      }
    }
    if (richest == null) {
      return;
    }
    boolean worthwhile =
        richest.loadNanos() > CHUNK_NANOS / 2 || now - richest.lastReport > CHUNK_NANOS;
    if (worthwhile) {
      richest.withdrawUseful = false;
      withdraw(richest);
    } else {
      wakeAfter(CHUNK_NANOS);
    }
  }

  // ---- how many workers

  private void staff() {
    if (broken != null) {
      return;
    }
    int busyStaying = 0;
    int staying = 0;
    for (WorkerState worker : roster.all()) {
      if (worker.isStaying()) {
        staying++;
        busyStaying += worker.openItems() > 0 ? 1 : 0;
      }
    }
    int wanted = wantedWorkers(busyStaying);
    if (now >= hireAfter) {
      for (; staying < wanted; staying++) {
        start();
      }
    }
    int most = phase == Phase.RUNNING ? limits.workers() + limits.spareWorkers() : wanted;
    while (staying > most && letOneGo()) {
      staying--;
    }
  }

  private int wantedWorkers(int busyStaying) {
    long demand = queue.items() + busyStaying;
    if (phase != Phase.RUNNING) {
      return (int) Math.min(limits.workers(), demand);
    }
    return Math.clamp(demand, limits.minWorkers(), limits.workers()) + limits.spareWorkers();
  }

  private void start() {
    WorkerState worker = new WorkerState(lastWorker++, limits.maxTasksPerWorker(), now);
    roster.add(worker);
    worker.deadline = add(now, limits.times().start());
    wakeAfter(limits.times().start());
    actions.add(new Start(worker.id));
  }

  private boolean letOneGo() {
    WorkerState leaver = roster.longestIdle();
    for (WorkerState worker : roster.all()) {
      if (worker.phase() == WorkerPhase.STARTING) {
        leaver = worker;
      }
    }
    if (leaver == null && phase == Phase.RUNNING) {
      for (WorkerState worker : roster.all()) {
        leaver = worker.phase() == WorkerPhase.READY ? worker : leaver;
      }
    }
    leave(leaver, ExitReason.CLOSED);
    return leaver != null;
  }

  private void resized(int workers) {
    limits = limits.resized(workers);
  }

  private void shutdownNow() {
    if (phase == Phase.TERMINATED) {
      return;
    }
    phase = Phase.SHUTDOWN;
    aborted = true;
    failQueued(new Failure.Cancelled());
    for (WorkerState worker : List.copyOf(roster.all())) {
      for (Assignment assignment : worker.inFlight) {
        assignment.batch().cancelFrom(0);
      }
      if (worker.openItems() > 0) {
        withdraw(worker); // what has not started is given up now, not when the process is gone
      }
      kill(worker, ExitReason.CLOSED);
    }
  }

  private void endIfDone() {
    if (phase == Phase.SHUTDOWN && roster.isEmpty() && queue.items() == 0) {
      phase = Phase.TERMINATED;
      wakeAt = Long.MAX_VALUE;
      actions.add(new Terminated());
    }
  }

  // ---- time

  private void timePassed() {
    wakeAt = Long.MAX_VALUE;
    for (WorkerState worker : List.copyOf(roster.all())) {
      checkDeadline(worker);
      checkIdle(worker);
      checkRunning(worker);
    }
  }

  private void checkDeadline(WorkerState worker) {
    if (worker.deadline == Long.MAX_VALUE) {
      return;
    }
    if (now < worker.deadline) {
      wakeAfter(worker.deadline - now);
      return;
    }
    if (worker.phase() == WorkerPhase.STARTING) {
      worker.cause =
          new java.util.concurrent.TimeoutException("not ready within the start timeout");
      kill(worker, ExitReason.START_FAILED);
    } else {
      kill(worker, ExitReason.STOPPED);
    }
  }

  private void checkIdle(WorkerState worker) {
    if (!worker.isIdle() || limits.minWorkers() >= limits.workers()) {
      return;
    }
    long leaveAt = add(worker.idleSince, limits.times().idle());
    if (now < leaveAt) {
      wakeAfter(leaveAt - now);
    } else if (roster.count(WorkerPhase.READY) > limits.minWorkers() + limits.spareWorkers()) {
      leave(worker, ExitReason.IDLE);
    }
  }

  private void checkRunning(WorkerState worker) {
    boolean limited = limits.times().task() != Long.MAX_VALUE;
    boolean runs = worker.phase() == WorkerPhase.READY || worker.phase() == WorkerPhase.LEAVING;
    if (limited && runs && !worker.inFlight.isEmpty() && worker.stopping == null) {
      actions.add(new Observe(worker.id));
    }
  }

  private void observed(@Nullable WorkerState worker, Observed observed) {
    if (worker == null || worker.inFlight.isEmpty() || worker.stopping != null) {
      return;
    }
    boolean running = observed.claimed() > worker.reported();
    long since =
        running ? observed.runningSinceNanos() : Math.max(worker.lastReport, worker.idleSince);
    long patience =
        running ? limits.times().task() : add(limits.times().task(), limits.times().grace());
    long until = add(since, patience);
    if (now < until) {
      wakeAfter(until - now);
    } else if (running) {
      worker.stopping = new Stopping(worker.reported(), true);
      worker.deadline = add(now, limits.times().grace());
      wakeAfter(limits.times().grace());
      actions.add(new Interrupt(worker.id, worker.reported()));
      refile(worker);
    } else {
      // It has work and does not begin: hung or stopped as a whole. Its items are not to blame.
      kill(worker, ExitReason.STOPPED);
    }
  }

  private void refile(WorkerState worker) {
    roster.refile(worker);
  }

  private void wakeAfter(long nanos) {
    wakeAt = Math.min(wakeAt, add(now, nanos));
  }

  private static long add(long time, long nanos) {
    return nanos >= Long.MAX_VALUE - Math.max(0, time) ? Long.MAX_VALUE : time + nanos;
  }
}
