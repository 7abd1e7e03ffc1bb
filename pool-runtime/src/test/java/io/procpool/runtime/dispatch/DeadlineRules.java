package io.procpool.runtime.dispatch;

import java.util.function.LongSupplier;

/** What a pool promises about time: who is killed when, and who is not. */
final class DeadlineRules {

  private final Scenario scenario;
  private final VirtualTime time;
  private final LongSupplier poolTime;
  private final Limits.Times times;
  private final long silence;

  DeadlineRules(Scenario scenario, VirtualTime time, LongSupplier poolTime) {
    this.scenario = scenario;
    this.time = time;
    this.poolTime = poolTime;
    this.times = scenario.limits().times();
    this.silence = Math.max(times.grace(), Timekeeper.LEAST_SILENCE_NANOS);
  }

  /** No item runs longer than its timeout and the grace time, but for what the parent missed. */
  void checkRun(SimulatedBatch batch, long index, long ran) {
    if (scenario.hasTaskTimeout()) {
      long limit = times.task() + times.grace() + slack() + time.stoppedNanos();
      batch.check(ran <= limit, index, "ran for " + ran + " of " + limit + " ns");
    }
  }

  /** Nothing is awaited for ever. */
  void checkWaits(WorkerView worker) {
    long slack = slack();
    if (worker.killed) {
      return;
    }
    if (!worker.ready) {
      long started = since(worker.startedAt);
      Referee.check(started <= times.start() + slack, "starts too long: " + worker.id);
    } else if (worker.interrupted >= 0) {
      long yielding = since(worker.interruptedAt);
      Referee.check(yielding <= times.grace() + slack, "yields too slowly: " + worker.id);
    } else if (worker.isBusy() && scenario.hasTaskTimeout()) {
      // Once to begin its next item, once to end it.
      long stuck = since(worker.progressAt);
      long most = 2 * (times.task() + silence + slack);
      Referee.check(stuck <= most, "stuck: " + worker.id);
    } else if (worker.told && !worker.isBusy() && !worker.lingers) {
      long leaving = since(worker.leavingSince);
      Referee.check(leaving <= times.grace() + slack, "leaves too slowly: " + worker.id);
    }
  }

  /** Whether a ready worker that did nothing wrong and that nobody cancelled may be killed. */
  boolean mayBeKilled(WorkerView worker, SimulatedWorker simulated) {
    if (worker.interrupted >= 0) {
      return since(worker.interruptedAt) >= times.grace();
    }
    if (worker.isBusy()) {
      return scenario.hasTaskTimeout()
          && since(worker.progressAt) >= times.task() + silence
          && simulated.stoodStillSince(time.now() - slack());
    }
    return worker.told && !worker.lingers && since(worker.leavingSince) >= times.grace();
  }

  /** Whether the time is over within which the worker must be ready. */
  boolean isStartOver(WorkerView worker) {
    return since(worker.startedAt) >= times.start();
  }

  private long since(long then) {
    return poolTime.getAsLong() - then;
  }

  /** How late anything that a deadline causes may be seen. */
  private long slack() {
    return scenario.slackNanos() + time.stops() * 3 * RunningClock.LATE_NANOS;
  }
}
