package io.procpool.runtime.dispatch;

import static java.util.Objects.requireNonNull;

import io.procpool.runtime.dispatch.PoolAction.Observe;
import io.procpool.runtime.dispatch.PoolEvent.Observed;
import org.jspecify.annotations.Nullable;

/**
 * Gives idle workers what others have waiting: without it a misjudged chunk, or a worker that
 * hangs, would hold up a batch's end.
 */
final class Rebalance {

  /**
   * How long a worker may be busy with one chunk before it is asked whether it has begun; longer
   * for a batch some of whose items were not begun in time already ({@link Batch#patienceNanos}).
   */
  static final long LATE_NANOS = 100_000_000;

  /** Expected work that is worth taking at once... */
  private static final long MUCH_NANOS = 500_000;

  /** ...when the worker has had it for so long. */
  private static final long SETTLE_NANOS = 250_000;

  /** After so long without a word, less work than that took longer than expected. */
  private static final long UNEXPECTED_NANOS = 1_000_000;

  private final Turn turn;
  private final Roster roster;
  private final Backlog backlog;
  private final Withdrawals withdrawals;

  /** Before this time no worker is worth a look. */
  private long nextLook = Long.MAX_VALUE;

  Rebalance(Turn turn, Roster roster, Backlog backlog, Withdrawals withdrawals) {
    this.turn = turn;
    this.roster = roster;
    this.backlog = backlog;
    this.withdrawals = withdrawals;
  }

  /** Notes that the worker has been given something, which may be too much. */
  void assigned(WorkerState worker) {
    nextLook = Math.min(nextLook, due(worker));
  }

  /** Looks for work that should move, if it is time. */
  void balance() {
    if (!somebodyCouldTakeMore()) {
      return;
    }
    if (turn.now() >= nextLook) {
      look();
    }
    if (turn.now() < nextLook) {
      turn.wakeAt(nextLook);
    }
  }

  /**
   * Withdraws from a worker that seems to hang: it has work and did not begin it. One that still
   * receives its chunk does not, and is looked at again.
   */
  void observed(WorkerState worker, Observed observed) {
    boolean begun = observed.claimed() > worker.inFlight.reported();
    if (begun || !mayGive(worker) || turn.now() < lateAt(worker) || !somebodyCouldTakeMore()) {
      return;
    }
    if (observed.receiving()) {
      worker.progressAt = turn.now();
      worker.withdrawUseful = true;
      nextLook = Math.min(nextLook, due(worker));
    } else {
      requireNonNull(worker.inFlight.oldest()).batch().beMorePatient();
      withdrawals.withdraw(worker);
    }
  }

  private boolean somebodyCouldTakeMore() {
    return backlog.items() == 0
        && roster.idle() > 0
        && roster.busy() > 0
        && roster.busy() < turn.limits().workers();
  }

  private void look() {
    WorkerState giver = null;
    nextLook = Long.MAX_VALUE;
    for (WorkerState worker : roster.all()) {
      if (worker.withdrawUseful && mayGive(worker)) {
        long due = due(worker);
        nextLook = Math.min(nextLook, due);
        if (due <= turn.now() && hasMore(worker, giver)) {
          giver = worker;
        }
      }
    }
    if (giver != null) {
      giver.withdrawUseful = false;
      takeFrom(giver);
    }
  }

  private void takeFrom(WorkerState giver) {
    if (hasSeveral(giver)) {
      withdrawals.withdraw(giver);
    } else {
      turn.then(new Observe(giver.id));
    }
  }

  private static boolean mayGive(WorkerState worker) {
    return worker.phase() == WorkerPhase.READY && worker.isBusy() && !worker.withdrawing;
  }

  private static boolean hasMore(WorkerState worker, @Nullable WorkerState than) {
    return than == null || worker.inFlight.nanos() > than.inFlight.nanos();
  }

  /**
   * When something is worth taking from the worker. Not as soon as it was given: it might get the
   * same again, and again.
   */
  private static long due(WorkerState worker) {
    if (!hasSeveral(worker)) {
      return lateAt(worker);
    }
    if (worker.inFlight.nanos() > MUCH_NANOS) {
      return worker.assignedAt + SETTLE_NANOS;
    }
    return Math.max(worker.assignedAt, worker.progressAt) + UNEXPECTED_NANOS;
  }

  private static long lateAt(WorkerState worker) {
    InFlight.Assignment oldest = worker.inFlight.oldest();
    return worker.progressAt + (oldest == null ? LATE_NANOS : oldest.batch().patienceNanos());
  }

  /** Whether it has something besides what it runs; chunks that the caller sized stay whole. */
  private static boolean hasSeveral(WorkerState worker) {
    InFlight.Assignment oldest = worker.inFlight.oldest();
    boolean mayBeSplit = oldest != null && oldest.batch().chunkSize() == 0;
    return worker.inFlight.items() > 1 && (worker.inFlight.assignments() > 1 || mayBeSplit);
  }
}
