package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.WorkerInfo;
import io.procpool.runtime.dispatch.PoolAction.Release;
import io.procpool.runtime.dispatch.PoolAction.Terminated;
import io.procpool.runtime.dispatch.PoolEvent.BatchEnded;
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
import io.procpool.runtime.dispatch.PoolEvent.WorkerInitializing;
import io.procpool.runtime.dispatch.PoolEvent.WorkerLingers;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a pool: which worker gets which items, when workers start, stop and are killed,
 * what becomes of the items of one that died.
 *
 * <p>It is pure: {@link #apply} turns an event and the time into actions, and nothing else goes in
 * or comes out. Not thread-safe; owned by the {@code Dispatcher}.
 *
 * <pre>{@code
 * ItemsAdded ------> Backlog -------> Handout ---------------------------> Run
 *                    WorkQueue        ChunkSize, Roster: who has room
 *                       ^  putBack
 *                       |
 * ItemsFinished ---> Returns ----------------------------------> Deliver, Fail, Retry
 *                       ^  takeBack, lose
 *                       |
 * ItemsCancelled --> Withdrawals <--- Rebalance: somebody is idle --> Withdraw, Resume
 * Withdrawn ------->    ^  to be stopped: ----------------------> Interrupt
 *                       |
 * WorkerCorrupt ---> Dismissal ----------------------------------> Stop, Kill
 * ReplacementAsked ->   ^
 *                       |
 * TimePassed ------> Timekeeper ---------------------------------> Observe, Interrupt
 * Observed -------->    |  Deadlines: until when each worker is awaited
 *                       v
 * WorkerReady -----> Staffing -----------------------------------> Start, Forget
 * WorkerEnded -----> StartHistory: does starting work at all
 * }</pre>
 *
 * <p>The event goes to its room; then, whatever it was, waiting items are handed out, the number of
 * workers is adjusted, idle workers are cared for, and the end is noticed. {@link Turn} carries the
 * time in and the actions out.
 *
 * <p>A worker has up to about two milliseconds of work, at least two chunks; what it has not begun
 * can be withdrawn from it. So no decision is for ever, and only the item that runs is lost when a
 * worker dies.
 */
public final class PoolState {

  private enum Phase {
    RUNNING,
    SHUTDOWN,
    TERMINATED
  }

  private final Turn turn;
  private final Roster roster;
  private final Backlog backlog;
  private final Returns returns;
  private final Withdrawals withdrawals;
  private final Rebalance rebalance;
  private final Handout handout;
  private final Dismissal dismissal;
  private final Staffing staffing;
  private final Timekeeper timekeeper;
  private Phase phase = Phase.RUNNING;

  /**
   * A running pool without workers; the first event starts them.
   *
   * @param startsAtOnce how many workers' JVMs start at the same time at most, at least 1
   */
  public PoolState(Limits limits, int startsAtOnce) {
    turn = new Turn(limits);
    Deadlines deadlines = new Deadlines(turn);
    roster = new Roster(deadlines);
    backlog = new Backlog(turn);
    returns = new Returns(turn, roster, backlog);
    withdrawals = new Withdrawals(turn, roster, returns);
    rebalance = new Rebalance(turn, roster, backlog, withdrawals);
    handout = new Handout(turn, roster, backlog, rebalance);
    dismissal = new Dismissal(turn, roster, withdrawals);
    staffing = new Staffing(turn, roster, backlog, returns, dismissal, startsAtOnce);
    timekeeper = new Timekeeper(turn, roster, deadlines, staffing, withdrawals, dismissal);
  }

  /** As the other, of a pool that starts no worker before its first item. */
  public static PoolState dormant(Limits limits, int startsAtOnce) {
    PoolState state = new PoolState(limits, startsAtOnce);
    state.staffing.sleep();
    return state;
  }

  /**
   * Changes the state as the event demands.
   *
   * @param nowNanos the time since the pool's opening, never less than before
   * @return what is to be done, in this order
   */
  public List<PoolAction> apply(PoolEvent event, long nowNanos) {
    turn.begin(nowNanos);
    handle(event);
    if (phase != Phase.TERMINATED) {
      handout.assign();
      staffing.adjust();
      rebalance.balance();
      endIfDone();
    }
    return turn.end();
  }

  /**
   * When {@link TimePassed} is to be fed next; {@link Long#MAX_VALUE} if nothing depends on time.
   */
  public long wakeAt() {
    return turn.wakeAt();
  }

  /** How many items have not started, as far as is known. */
  public long queuedItems() {
    return backlog.items() + Math.max(0, roster.items() - roster.busy());
  }

  /** Whether there are items that have not ended. */
  public boolean hasWork() {
    return backlog.items() > 0 || roster.items() > 0;
  }

  /** How many workers have items. */
  public int busyWorkers() {
    return roster.busy();
  }

  /** How many worker processes there are. */
  public int workerCount() {
    return roster.all().size();
  }

  /** The limits in force. */
  public Limits limits() {
    return turn.limits();
  }

  /** All workers, oldest first; their process ids are not known here. */
  public List<WorkerInfo> workers() {
    return roster.all().stream().map(WorkerState::info).toList();
  }

  private void handle(PoolEvent event) {
    switch (event) {
      case ItemsAdded added -> {
        staffing.wake();
        staffing.mend();
        backlog.add(added.batch(), added.to());
      }
      case ItemsCancelled cancelled -> itemsCancelled(cancelled);
      case BatchEnded ended -> turn.then(new Release(ended.batch()));
      case WorkerInitializing up -> workerInitializing(roster.find(up.worker()));
      case WorkerLingers lingers -> workerLingers(roster.find(lingers.worker()));
      case WorkerReady ready -> workerReady(roster.find(ready.worker()));
      case ItemsFinished finished -> itemsFinished(roster.find(finished.worker()), finished);
      case ReplacementAsked asked -> replacementAsked(roster.find(asked.worker()));
      case Withdrawn withdrawn -> withdrawn(roster.find(withdrawn.worker()), withdrawn.claimed());
      case Observed observed -> observed(roster.find(observed.worker()), observed);
      case WorkerCorrupt corrupt -> workerCorrupt(roster.find(corrupt.worker()), corrupt.cause());
      case WorkerEnded ended -> workerEnded(roster.find(ended.worker()), ended);
      case Resized resized -> turn.resize(resized.workers());
      case Shutdown() -> shutdown();
      case ShutdownNow() -> shutdownNow();
      case TimePassed() -> timekeeper.timePassed();
    }
  }

  private void itemsCancelled(ItemsCancelled cancelled) {
    backlog.cancel(cancelled.batch(), cancelled.fromIndex(), cancelled.stopRunning());
    withdrawals.withdrawCancelled(cancelled);
  }

  // An event about a worker may come after its end: then there is nothing left to change.

  private void workerInitializing(@Nullable WorkerState worker) {
    if (worker != null) {
      staffing.initializing(worker);
    }
  }

  private void workerReady(@Nullable WorkerState worker) {
    if (worker != null) {
      staffing.ready(worker);
    }
  }

  private void workerLingers(@Nullable WorkerState worker) {
    if (worker != null) {
      worker.lingers = true;
      roster.file(worker);
    }
  }

  private void itemsFinished(@Nullable WorkerState worker, ItemsFinished finished) {
    if (worker == null) {
      return;
    }
    Throwable fault = Returns.fault(worker, finished);
    if (fault != null) {
      dismissal.kill(worker, ExitReason.CORRUPT, fault);
      return;
    }
    if (!worker.hasReported() && finished.outcomes().count() > 0) {
      staffing.succeeded(); // said before the results are delivered: who has one knows it
    }
    returns.reported(worker, finished);
    leaveIfDue(worker);
  }

  private void replacementAsked(@Nullable WorkerState worker) {
    if (worker != null) {
      worker.replacementAsked = true;
      leaveIfDue(worker);
    }
  }

  private void withdrawn(@Nullable WorkerState worker, long claimed) {
    if (worker == null) {
      return;
    }
    withdrawals.withdrawn(worker, claimed);
    leaveIfDue(worker);
  }

  /**
   * Replaces a worker that has run all it may, or that asked for it. One that has run nothing yet
   * stays until it has: a new one would ask just as soon, and so for ever.
   */
  private void leaveIfDue(WorkerState worker) {
    boolean usedUp = worker.isRetiring() && !worker.isBusy();
    if (usedUp || (worker.replacementAsked && worker.hasReported())) {
      dismissal.leave(worker, ExitReason.RECYCLED);
    }
  }

  private void observed(@Nullable WorkerState worker, Observed observed) {
    if (worker != null) {
      rebalance.observed(worker, observed);
      timekeeper.observed(worker, observed);
    }
  }

  private void workerCorrupt(@Nullable WorkerState worker, Throwable cause) {
    if (worker != null) {
      dismissal.kill(worker, ExitReason.CORRUPT, cause);
    }
  }

  private void workerEnded(@Nullable WorkerState worker, WorkerEnded ended) {
    if (worker != null) {
      staffing.ended(worker, ended);
    }
  }

  private void shutdown() {
    if (phase == Phase.RUNNING) {
      phase = Phase.SHUTDOWN;
      staffing.close();
    }
  }

  private void shutdownNow() {
    shutdown();
    backlog.refuse(new Failure.Cancelled());
    for (WorkerState worker : roster.all()) {
      worker.inFlight.cancelBatches();
      if (worker.isBusy() && worker.phase() != WorkerPhase.KILLED) {
        // What has not begun is given up now, not when the process is gone.
        withdrawals.withdraw(worker);
      }
      dismissal.kill(worker, ExitReason.CLOSED);
    }
  }

  private void endIfDone() {
    if (phase == Phase.SHUTDOWN && roster.all().isEmpty() && backlog.items() == 0) {
      phase = Phase.TERMINATED;
      backlog.refuse(new Failure.Cancelled());
      turn.woken();
      turn.then(new Terminated());
    }
  }
}
