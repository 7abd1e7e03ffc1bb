package io.procpool.runtime.dispatch;

/** What each worker is awaited for, and until when. Kept whenever a worker is filed. */
final class Deadlines {

  /** What the pool waits for a worker to do. */
  enum Awaited {
    /** To become ready: within the start timeout, else it is killed. */
    START,
    /** To be needed: for the idle time, else it may leave. */
    WORK,
    /** To end or begin an item: for the task timeout, then it is looked at. */
    PROGRESS,
    /** To end an interrupted item: for the grace time, else it is killed. */
    YIELD,
    /** To leave: for the grace time, else it is killed. */
    LEAVE,
    /** Nothing that has a limit. */
    NOTHING
  }

  private final Turn turn;

  Deadlines(Turn turn) {
    this.turn = turn;
  }

  /** Sets the worker's deadline, if something else is awaited from now on. */
  void watch(WorkerState worker) {
    Awaited awaited = awaited(worker);
    if (awaited != worker.awaited) {
      worker.awaited = awaited;
      set(worker, turn.after(patience(awaited)));
    }
  }

  /** Waits until {@code time} for what the worker is awaited for. */
  void set(WorkerState worker, long time) {
    worker.deadline = time;
    turn.wakeAt(time);
  }

  private static Awaited awaited(WorkerState worker) {
    return switch (worker.phase()) {
      case STARTING -> Awaited.START;
      case READY -> worker.isBusy() ? progress(worker) : Awaited.WORK;
      case LEAVING -> worker.isBusy() ? progress(worker) : leave(worker);
      case KILLED, ENDED -> Awaited.NOTHING;
    };
  }

  private static Awaited progress(WorkerState worker) {
    return worker.stopping == null ? Awaited.PROGRESS : Awaited.YIELD;
  }

  private static Awaited leave(WorkerState worker) {
    return worker.lingers ? Awaited.NOTHING : Awaited.LEAVE;
  }

  private long patience(Awaited awaited) {
    Limits limits = turn.limits();
    Limits.Times times = limits.times();
    return switch (awaited) {
      case START -> times.start();
      case WORK -> limits.minWorkers() < limits.workers() ? times.idle() : Long.MAX_VALUE;
      case PROGRESS -> times.task();
      case YIELD, LEAVE -> times.grace();
      case NOTHING -> Long.MAX_VALUE;
    };
  }
}
