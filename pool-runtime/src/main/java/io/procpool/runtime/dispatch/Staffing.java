package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolAction.StartsFail;
import io.procpool.runtime.dispatch.PoolAction.StartsWork;
import io.procpool.runtime.dispatch.PoolEvent.WorkerEnded;
import org.jspecify.annotations.Nullable;

/**
 * How many workers there are: starts them, lets them go, and gives up when none starts, until the
 * next call.
 */
final class Staffing {

  /** How long a spare's successor waits, so that its start does not compete with the lost work. */
  static final long SPARE_WAITS_NANOS = 50_000_000;

  /** A start that takes longer is not waited for: one more begins, and so on. */
  static final long LONG_START_NANOS = 1_000_000_000;

  /** One that ends before it is ready for so long, and before its first item, is stillborn. */
  static final long STILLBORN_NANOS = 1_000_000_000;

  private final Turn turn;
  private final Roster roster;
  private final Backlog backlog;
  private final Returns returns;
  private final Dismissal dismissal;
  private final StartHistory history;
  private final int startsAtOnce;
  private int lastWorker;
  private long bootedAt; // when a worker was started or its JVM came up last
  private long sparesFrom = Long.MIN_VALUE; // when missing spare workers may start
  private boolean dormant;
  private boolean closing;
  private boolean broken;
  private boolean doubtSaid;

  /**
   * No workers yet.
   *
   * @param startsAtOnce how many JVMs start at the same time at most, at least 1: more than there
   *     are processors come up later, each and all
   */
  Staffing(
      Turn turn,
      Roster roster,
      Backlog backlog,
      Returns returns,
      Dismissal dismissal,
      int startsAtOnce) {
    this.turn = turn;
    this.roster = roster;
    this.backlog = backlog;
    this.returns = returns;
    this.dismissal = dismissal;
    this.history = new StartHistory(turn);
    this.startsAtOnce = startsAtOnce;
  }

  /** Starts workers that are missing and lets go those that are too many. */
  void adjust() {
    if (broken) {
      return;
    }
    int wanted = wanted();
    int missing = wanted - roster.staying();
    if (missing > 0) {
      hire(missing - postponed(missing));
    }
    int most = closing ? wanted : turn.limits().workers() + turn.limits().spareWorkers();
    while (roster.staying() > most) {
      WorkerState leaver = dispensable();
      if (leaver == null) {
        return;
      }
      dismissal.leave(leaver, ExitReason.CLOSED);
    }
  }

  /** From here on no worker is wanted until the pool is used. */
  void sleep() {
    dormant = true;
  }

  /** The pool is used. */
  void wake() {
    dormant = false;
  }

  /** Whether the pool has more workers than it needs now. */
  boolean hasSurplus() {
    return roster.staying() > wanted();
  }

  /** From here on only as many workers are wanted as there is work for. */
  void close() {
    closing = true;
  }

  /** The worker runs the initializer; it may have been killed meanwhile. */
  void initializing(WorkerState worker) {
    if (worker.phase() == WorkerPhase.STARTING) {
      worker.isUp = true;
      bootedAt = turn.now();
      roster.file(worker);
    }
  }

  /** Takes the worker in; it may have been killed meanwhile. */
  void ready(WorkerState worker) {
    if (worker.phase() == WorkerPhase.STARTING) {
      worker.become(WorkerPhase.READY);
      worker.isUp = true;
      worker.readyAt = turn.now();
      bootedAt = turn.now();
      roster.file(worker);
    }
  }

  /** A worker has done its first item. */
  void succeeded() {
    history.succeeded();
    if (doubtSaid) {
      doubtSaid = false;
      turn.then(new StartsWork());
    }
  }

  /** Settles everything about a worker that is gone. */
  void ended(WorkerState worker, WorkerEnded ended) {
    WorkerExit exit = ended.exit().orCause(worker.cause);
    boolean starting = worker.phase() == WorkerPhase.STARTING;
    worker.become(WorkerPhase.ENDED);
    returns.takeBack(worker, ended.claimed());
    returns.lose(worker, exit);
    roster.remove(worker);
    if (sparesFrom <= turn.now()) { // else deaths in a row would put it off for ever
      sparesFrom = turn.now() + SPARE_WAITS_NANOS;
    }
    ExitReason reason = worker.leaveReason;
    if (reason == null) {
      reason = starting ? ExitReason.START_FAILED : ExitReason.DIED;
    }
    turn.then(new Forget(worker.id, reason));
    if (isUnwanted(worker, reason)) {
      boolean lived = turn.now() - worker.readyAt >= STILLBORN_NANOS;
      if (lived || ended.claimed() > 0) {
        succeeded(); // what ended it then costs an item or a second each, so it cannot storm
      } else {
        stillborn(exit);
      }
    }
  }

  /** Whether the pool would have kept the worker. */
  private static boolean isUnwanted(WorkerState worker, ExitReason reason) {
    return switch (reason) {
      case CLOSED, RECYCLED, IDLE, STOPPED -> false;
      case START_FAILED -> worker.leaveReason == null || worker.cause != null; // not with others
      case DIED, CORRUPT -> true;
    };
  }

  private void stillborn(WorkerExit exit) {
    boolean alone = roster.ready() == 0;
    history.failed(exit.mayPass(), alone);
    if (broken) {
      return;
    }
    if (alone && history.isHopeless()) {
      breakDown(exit);
    } else if (history.isDoubtful() && !doubtSaid) {
      doubtSaid = true;
      turn.then(new StartsFail(exit, history.failures()));
    }
  }

  /** Nobody works and nobody starts: what waits would wait for ever. */
  private void breakDown(WorkerExit exit) {
    broken = true;
    history.givenUp();
    backlog.refuse(new Failure.PoolBroken(exit, history.failures()));
    for (WorkerState worker : roster.all()) {
      if (worker.phase() == WorkerPhase.STARTING) {
        dismissal.kill(worker, ExitReason.START_FAILED);
      }
    }
  }

  /** Lets a broken pool take items, and try one more worker for them, unless it has just tried. */
  void mend() {
    if (broken && !closing && turn.now() >= history.pausedUntil()) {
      broken = false;
      backlog.accept();
    }
  }

  private int wanted() {
    if (dormant) {
      return 0;
    }
    Limits limits = turn.limits();
    long demand = backlog.items() + roster.stayingItems();
    if (closing) {
      return (int) Math.min(limits.workers(), demand);
    }
    return Math.clamp(demand, limits.minWorkers(), limits.workers()) + limits.spareWorkers();
  }

  /** How many of the missing workers are spare ones whose start is not due yet. */
  private int postponed(int missing) {
    int spares = closing ? 0 : Math.min(missing, turn.limits().spareWorkers());
    if (spares == 0 || turn.now() >= sparesFrom) {
      return 0;
    }
    turn.wakeAt(sparesFrom);
    return spares;
  }

  private void hire(int missing) {
    if (turn.now() < history.pausedUntil()) {
      turn.wakeAt(history.pausedUntil());
      return;
    }
    int most = history.isDoubtful() ? 1 - roster.starting() : free();
    for (int i = Math.min(missing, most); i > 0; i--) {
      WorkerState worker = new WorkerState(lastWorker++, turn.limits().maxTasksPerWorker());
      roster.add(worker);
      turn.then(new Start(worker.id));
      bootedAt = turn.now();
    }
  }

  /** How many workers may start now. */
  private int free() {
    int free = startsAtOnce - roster.booting();
    if (free > 0) {
      return free;
    }
    if (turn.now() - bootedAt >= LONG_START_NANOS) {
      return 1;
    }
    turn.wakeAt(bootedAt + LONG_START_NANOS);
    return 0;
  }

  /** The worker that is missed least: the youngest that starts, an idle one, or any. */
  private @Nullable WorkerState dispensable() {
    WorkerState starting = youngest(WorkerPhase.STARTING);
    if (starting != null) {
      return starting;
    }
    WorkerState idle = roster.lastIdle();
    if (idle != null && idle.isStaying()) {
      return idle;
    }
    return closing ? null : youngest(WorkerPhase.READY);
  }

  private @Nullable WorkerState youngest(WorkerPhase phase) {
    WorkerState youngest = null;
    for (WorkerState worker : roster.all()) {
      if (worker.isStaying() && worker.phase() == phase) {
        youngest = worker;
      }
    }
    return youngest;
  }
}
