package io.procpool.runtime.dispatch;

import io.procpool.runtime.dispatch.PoolAction.Run;

/** Hands the items of the backlog to workers with room. */
final class Handout {

  private final Turn turn;
  private final Roster roster;
  private final Backlog backlog;
  private final Rebalance rebalance;

  Handout(Turn turn, Roster roster, Backlog backlog, Rebalance rebalance) {
    this.turn = turn;
    this.roster = roster;
    this.backlog = backlog;
    this.rebalance = rebalance;
  }

  /** Hands out until nothing waits or nobody has room. */
  void assign() {
    Batch batch;
    while ((batch = backlog.first()) != null) {
      WorkerState worker = roster.next(turn.limits().workers());
      if (worker == null) {
        return;
      }
      assign(batch, worker);
    }
  }

  private void assign(Batch batch, WorkerState worker) {
    long most = Math.min(ChunkSize.of(batch, turn.limits().workers()), worker.tasksLeft());
    Range items = backlog.take(batch, most);
    if (!worker.isBusy()) {
      worker.progressAt = turn.now();
    }
    worker.assignedAt = turn.now();
    worker.withdrawUseful = true;
    worker.tasksGiven(items.size());
    long firstSeq = worker.inFlight.add(batch, items, ChunkSize.nanosPerItem(batch));
    turn.then(new Run(worker.id, batch, items, firstSeq));
    roster.served(worker);
    rebalance.assigned(worker);
  }
}
