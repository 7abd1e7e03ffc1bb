package io.procpool.runtime.dispatch;

import io.procpool.runtime.dispatch.InFlight.Assignment;
import io.procpool.runtime.dispatch.PoolAction.Interrupt;
import io.procpool.runtime.dispatch.PoolAction.Resume;
import io.procpool.runtime.dispatch.PoolAction.Withdraw;
import io.procpool.runtime.dispatch.PoolEvent.ItemsCancelled;
import io.procpool.runtime.dispatch.WorkerState.Stopping;

/**
 * Takes back from workers what they have not begun: because it is cancelled, because the worker
 * leaves or hangs, or because another one is idle.
 */
final class Withdrawals {

  private final Turn turn;
  private final Roster roster;
  private final Returns returns;

  Withdrawals(Turn turn, Roster roster, Returns returns) {
    this.turn = turn;
    this.roster = roster;
    this.returns = returns;
  }

  /** Asks for what the worker has not begun; {@link #withdrawn} goes on. */
  void withdraw(WorkerState worker) {
    if (!worker.withdrawing) {
      worker.withdrawing = true;
      worker.epoch++;
      turn.then(new Withdraw(worker.id, worker.epoch));
      roster.file(worker);
    }
  }

  /** Withdraws from every worker that has such items: what it runs may not be among them. */
  void withdrawCancelled(ItemsCancelled cancelled) {
    Batch batch = cancelled.batch();
    if (batch.itemsHandedOut() == 0) {
      return;
    }
    for (WorkerState worker : roster.all()) {
      boolean listens =
          worker.phase() == WorkerPhase.READY || worker.phase() == WorkerPhase.LEAVING;
      if (listens && worker.inFlight.hasItemsOf(batch, cancelled.fromIndex())) {
        worker.losesItems = true;
        withdraw(worker);
      }
    }
  }

  /**
   * Takes back what is from {@code claimed} on, and interrupts what runs if it is to be stopped.
   */
  void withdrawn(WorkerState worker, long claimed) {
    worker.withdrawing = false;
    worker.withdrawUseful = false;
    returns.takeBack(worker, claimed);
    // What is left has begun; only the last of it may be running still.
    Assignment begun = worker.inFlight.newest();
    if (begun != null
        && begun.batch().isStopped(begun.lastIndex())
        && worker.stopping == null
        && worker.phase() != WorkerPhase.KILLED) {
      interrupt(worker, begun.endSeq() - 1, false);
    }
    if (worker.phase() == WorkerPhase.READY) {
      turn.then(new Resume(worker.id, worker.epoch, worker.inFlight.nextSeq()));
    }
  }

  /** Interrupts what runs: if it does not end within the grace time, its worker is killed. */
  void interrupt(WorkerState worker, long running, boolean timedOut) {
    worker.stopping = new Stopping(running, timedOut);
    turn.then(new Interrupt(worker.id, running));
    roster.file(worker);
  }
}
