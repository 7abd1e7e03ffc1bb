package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Observe;
import io.procpool.runtime.dispatch.PoolEvent.Observed;
import java.util.concurrent.TimeoutException;

/** Acts when a worker has passed its deadline. */
final class Timekeeper {

  /** No worker is looked at more often. */
  private static final long MIN_LOOK_NANOS = 1_000_000;

  /**
   * A worker that runs nothing has at least so long beyond the task timeout: what it sent may lie
   * unread after a stop of this process too short to be noticed.
   */
  static final long LEAST_SILENCE_NANOS = 3 * RunningClock.LATE_NANOS;

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

  /**
   * Decides about a worker that has been busy for long. A task's own time is the worker's to
   * measure: what this process came to read so far says nothing about it.
   */
  void observed(WorkerState worker, Observed observed) {
    if (worker.awaited != Deadlines.Awaited.PROGRESS) {
      return;
    }
    Limits.Times times = turn.limits().times();
    boolean runs = observed.runningNanos() > 0 && hasBegun(worker, observed);
    if (runs && observed.runningNanos() >= times.task()) {
      interrupt(worker, observed.claimed());
    } else if (runs) {
      lookAgain(worker, turn.after(times.task() - observed.runningNanos()));
    } else {
      awaitSign(worker, observed);
    }
  }

  /**
   * Waits on for a worker that has items and runs none: it is about to begin the next one, or to
   * report the last. Without any sign of it for that long it has hung or was stopped as a whole,
   * and its items are not to blame.
   */
  private void awaitSign(WorkerState worker, Observed observed) {
    if (observed.receiving() || observed.sending()) {
      worker.progressAt = turn.now();
    }
    Limits.Times times = turn.limits().times();
    long grace = Math.max(times.grace(), LEAST_SILENCE_NANOS);
    long until = Turn.later(Turn.later(worker.progressAt, times.task()), grace);
    if (turn.now() < until) {
      // Whatever begins from now on has its own time.
      lookAgain(worker, Math.min(until, turn.after(times.task())));
    } else {
      dismissal.kill(worker, ExitReason.STOPPED);
    }
  }

  private void lookAgain(WorkerState worker, long time) {
    deadlines.set(worker, Math.max(time, turn.after(MIN_LOOK_NANOS)));
  }

  private static boolean hasBegun(WorkerState worker, Observed observed) {
    return observed.claimed() > worker.inFlight.reported();
  }

  /** Interrupts what runs; what waits behind it need not wait whether that helps. */
  private void interrupt(WorkerState worker, long claimed) {
    withdrawals.interrupt(worker, claimed - 1, true);
    if (worker.inFlight.nextSeq() > claimed) {
      withdrawals.withdraw(worker);
    }
  }
}
