package io.procpool.runtime.dispatch;

/** What a pool promises about time: who is killed when, and who is not. */
final class DeadlineRules {

  private final Scenario scenario;
  private final VirtualTime time;
  private final Limits.Times times;

  DeadlineRules(Scenario scenario, VirtualTime time) {
    this.scenario = scenario;
    this.time = time;
    this.times = scenario.limits().times();
  }

  /** No item runs longer than its timeout and the grace time. */
  void checkRun(SimulatedBatch batch, long index, long ran) {
    if (scenario.hasTaskTimeout()) {
      long limit = times.task() + times.grace() + scenario.slackNanos();
      batch.check(ran <= limit, index, "ran for " + ran + " of " + limit + " ns");
    }
  }

  /** Nothing is awaited for ever. */
  void checkWaits(WorkerView worker) {
    long slack = scenario.slackNanos();
    if (worker.killed) {
      return;
    }
    if (!worker.ready) {
      long started = time.now() - worker.startedAt;
      Referee.check(started <= times.start() + slack, "starts too long: " + worker.id);
    } else if (worker.isBusy() && scenario.hasTaskTimeout()) {
      // Once to begin its next item, once to end it.
      long stuck = time.now() - worker.progressAt;
      long most = 2 * (times.task() + times.grace() + slack);
      Referee.check(stuck <= most, "stuck: " + worker.id);
    } else if (worker.told && !worker.isBusy()) {
      long leaving = time.now() - worker.leavingSince;
      Referee.check(leaving <= times.grace() + slack, "leaves too slowly: " + worker.id);
    }
  }

  /** Whether a ready worker that did nothing wrong and that nobody cancelled may be killed. */
  boolean mayBeKilled(WorkerView worker) {
    if (worker.interrupted >= 0) {
      return true;
    }
    if (worker.isBusy()) {
      return scenario.hasTaskTimeout()
          && time.now() - worker.progressAt >= times.task() + times.grace();
    }
    return worker.told && time.now() - worker.leavingSince >= times.grace();
  }
}
