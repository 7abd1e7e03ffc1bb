package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Interrupt;
import io.procpool.runtime.dispatch.PoolAction.Observe;
import io.procpool.runtime.dispatch.PoolEvent.Observed;
import io.procpool.runtime.dispatch.WorkerState.Stopping;
import java.util.concurrent.TimeoutException;

/** Acts when a worker has passed its deadline. */
final class Timekeeper {

  /** No worker is looked at more often. */
  private static final long MIN_LOOK_NANOS = 1_000_000;

  private final Turn turn;
  private final Roster roster;
  private final Deadlines deadlines;
  private final Staffing staffing;
  private final Withdrawals withdrawals;
  private final Dismissal dismissal;

  Timekeeper(
      Turn turn,
      Roster roster,
      Deadlines deadlines,
      Staffing staffing,
      Withdrawals withdrawals,
      Dismissal dismissal) {
    this.turn = turn;
    this.roster = roster;
    this.deadlines = deadlines;
    this.staffing = staffing;
    this.withdrawals = withdrawals;
    this.dismissal = dismissal;
  }

  /** Looks at all workers' deadlines, and asks for the next look. */
  void timePassed() {
    turn.woken();
    for (WorkerState worker : roster.all()) {
      if (turn.now() < worker.deadline) {
        turn.wakeAt(worker.deadline);
      } else {
        overdue(worker);
      }
    }
  }

  private void overdue(WorkerState worker) {
    switch (worker.awaited) {
      case START -> dismissal.kill(worker, ExitReason.START_FAILED, startTimeout());
      case WORK -> {
        // One that is needed stays overdue, and may leave as soon as it is not.
        if (staffing.hasSurplus()) {
          dismissal.leave(worker, ExitReason.IDLE);
        }
      }
      case PROGRESS -> turn.then(new Observe(worker.id));
      case YIELD, LEAVE -> dismissal.kill(worker, ExitReason.STOPPED);
      case NOTHING -> {}
    }
  }

  private TimeoutException startTimeout() {
    long millis = turn.limits().times().start() / 1_000_000;
    return new TimeoutException("not ready within the start timeout of " + millis + " ms");
  }

  /** Decides about a worker that has been busy for long. */
  void observed(WorkerState worker, Observed observed) {
    if (worker.awaited != Deadlines.Awaited.PROGRESS) {
      return;
    }
    Limits.Times times = turn.limits().times();
    boolean begun = observed.claimed() > worker.inFlight.reported();
    long until =
        begun
            ? Turn.later(observed.runningSinceNanos(), times.task())
            : Turn.later(Turn.later(worker.progressAt, times.task()), times.grace());
    if (turn.now() < until) {
      // Whatever begins from now on has its own time.
      long next = turn.after(Math.max(times.task(), MIN_LOOK_NANOS));
      deadlines.set(worker, Math.min(until, next));
    } else if (begun) {
      interrupt(worker, observed.claimed());
    } else {
      // It has work and does not begin: hung or stopped as a whole. Its items are not to blame.
      dismissal.kill(worker, ExitReason.STOPPED);
    }
  }

  /** Interrupts what runs; what waits behind it need not wait whether that helps. */
  private void interrupt(WorkerState worker, long claimed) {
    long running = claimed - 1;
    worker.stopping = new Stopping(running, true);
    turn.then(new Interrupt(worker.id, running));
    if (worker.inFlight.nextSeq() > claimed) {
      withdrawals.withdraw(worker);
    }
    roster.file(worker);
  }
}
