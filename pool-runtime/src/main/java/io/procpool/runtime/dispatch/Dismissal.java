package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Stop;

/** Ends workers: in an orderly way, or at once. */
final class Dismissal {

  private final Turn turn;
  private final Roster roster;
  private final Withdrawals withdrawals;

  Dismissal(Turn turn, Roster roster, Withdrawals withdrawals) {
    this.turn = turn;
    this.roster = roster;
    this.withdrawals = withdrawals;
  }

  /** Lets the worker go: it ends what it has begun, and the rest goes to others. */
  void leave(WorkerState worker, ExitReason reason) {
    if (worker.phase() == WorkerPhase.STARTING) {
      kill(worker, reason);
    } else if (worker.phase() == WorkerPhase.READY) {
      worker.leaveReason = reason;
      worker.become(WorkerPhase.LEAVING);
      if (worker.isBusy()) {
        withdrawals.withdraw(worker);
      }
      turn.then(new Stop(worker.id));
      roster.file(worker);
    }
  }

  /** Kills the worker; the first reason to end it holds. */
  void kill(WorkerState worker, ExitReason reason) {
    if (worker.phase() != WorkerPhase.KILLED) {
      if (worker.leaveReason == null) {
        worker.leaveReason = reason;
      }
      worker.become(WorkerPhase.KILLED);
      turn.then(new Kill(worker.id));
      roster.file(worker);
    }
  }

  /** Kills the worker for what it did or failed to do. */
  void kill(WorkerState worker, ExitReason reason, Throwable cause) {
    if (worker.cause == null) {
      worker.cause = cause;
    }
    kill(worker, reason);
  }
}
