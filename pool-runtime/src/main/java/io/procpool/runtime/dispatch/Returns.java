package io.procpool.runtime.dispatch;

import io.procpool.runtime.dispatch.InFlight.Assignment;
import io.procpool.runtime.dispatch.PoolAction.Deliver;
import io.procpool.runtime.dispatch.PoolAction.Retry;
import io.procpool.runtime.dispatch.PoolEvent.ItemsFinished;
import io.procpool.runtime.dispatch.WorkerState.Stopping;
import org.jspecify.annotations.Nullable;

/** What becomes of the items a worker had: reported, given back, or lost with it. */
final class Returns {

  private final Turn turn;
  private final Roster roster;
  private final Backlog backlog;

  Returns(Turn turn, Roster roster, Backlog backlog) {
    this.turn = turn;
    this.roster = roster;
    this.backlog = backlog;
  }

  /** Why the report cannot be true; null if it can. */
  static @Nullable Throwable fault(WorkerState worker, ItemsFinished finished) {
    long reported = worker.inFlight.reported();
    long end = finished.firstSeq() + finished.outcomes().count();
    if (finished.firstSeq() <= reported && end <= worker.inFlight.nextSeq()) {
      return null;
    }
    return new IllegalStateException(
        "worker %d reported items %d to %d, but had open %d to %d"
            .formatted(worker.id, finished.firstSeq(), end, reported, worker.inFlight.nextSeq()));
  }

  /** Delivers what the worker reports. What it has reported before is passed over. */
  void reported(WorkerState worker, ItemsFinished finished) {
    Outcomes outcomes = finished.outcomes();
    int known = (int) (worker.inFlight.reported() - finished.firstSeq());
    int at = known;
    Assignment oldest;
    while (at < outcomes.count() && (oldest = worker.inFlight.oldest()) != null) {
      at += deliverOldest(worker, oldest, outcomes, at);
    }
    if (at > known) {
      worker.progressAt = turn.now();
      worker.provenLately = true;
      worker.losesItems = false;
      roster.file(worker);
    }
  }

  /** Settles the oldest items that have the same fate; how many there were. */
  private int deliverOldest(WorkerState worker, Assignment oldest, Outcomes outcomes, int at) {
    Batch batch = oldest.batch();
    Stopping stopping = worker.stopping;
    long index = oldest.items().from();
    int count = (int) Math.min(outcomes.count() - at, oldest.items().size());
    boolean cancelled = false;
    if (stopping != null && stopping.seq() == oldest.firstSeq()) {
      count = 1;
      cancelled = !stopping.timedOut();
      worker.stopping = null;
    } else if (stopping != null && stopping.seq() > oldest.firstSeq()) {
      count = (int) Math.min(count, stopping.seq() - oldest.firstSeq());
    }
    // Cancelled, it is stopped all the same, whatever it gave between the interrupt and the kill.
    int inTime = cancelled ? 0 : inTime(outcomes, at, count);
    if (inTime > 0) {
      count = inTime;
      turn.then(new Deliver(batch, index, count, outcomes, at));
      batch.pace().measured(count, outcomes.runNanos(at, count));
    } else {
      count = 1;
      Failure failure = cancelled ? new Failure.Cancelled() : new Failure.TimedOut(worker.id);
      backlog.fail(batch, new Range(index, index + 1), failure);
    }
    worker.inFlight.reportOldest(count);
    return count;
  }

  /**
   * How many of {@code most} outcomes come before the first that took longer than a task may, by
   * the worker's own clock: when this process came to look at the worker, or to read what it sent,
   * says nothing about its tasks.
   */
  private int inTime(Outcomes outcomes, int at, int most) {
    long limit = turn.limits().times().task();
    if (limit == Long.MAX_VALUE || outcomes.runNanos(at, most) <= limit) {
      return most;
    }
    int inTime = 0;
    while (inTime < most && outcomes.runNanos(at + inTime, 1) <= limit) {
      inTime++;
    }
    return inTime;
  }

  private static Failure stopped(WorkerState worker, Stopping stopping) {
    return stopping.timedOut() ? new Failure.TimedOut(worker.id) : new Failure.Cancelled();
  }

  /** Puts back what the worker has not begun, which is from {@code claimed} on. */
  void takeBack(WorkerState worker, long claimed) {
    Assignment back;
    while ((back = worker.inFlight.takeBackFrom(claimed)) != null) {
      worker.tasksGiven(-back.items().size());
      backlog.putBack(back.batch(), back.items());
    }
    worker.provenLately &= worker.isBusy();
    roster.file(worker);
  }

  /**
   * Repeats or fails what the dead worker had begun and not reported: the item it ran, and those
   * whose outcomes are lost with it.
   */
  void lose(WorkerState worker, WorkerExit exit) {
    Assignment lost;
    while ((lost = worker.inFlight.takeBackFrom(worker.inFlight.reported())) != null) {
      for (long seq = lost.endSeq() - 1; seq >= lost.firstSeq(); seq--) {
        long index = lost.items().from() + seq - lost.firstSeq();
        loseItem(worker, lost.batch(), index, seq, exit);
      }
    }
    roster.file(worker);
  }

  private void loseItem(WorkerState worker, Batch batch, long index, long seq, WorkerExit exit) {
    Range item = new Range(index, index + 1);
    Stopping stopping = worker.stopping;
    if (stopping != null && stopping.seq() == seq) {
      backlog.fail(batch, item, stopped(worker, stopping));
      return;
    }
    if (batch.isCancelled(index)) {
      backlog.fail(batch, item, new Failure.Cancelled());
      return;
    }
    int deaths = batch.countDeath(index);
    if (deaths <= turn.limits().retries() && !backlog.isRefusing()) {
      turn.then(new Retry());
      backlog.putBack(batch, item);
    } else {
      backlog.fail(batch, item, new Failure.WorkerDied(worker.id, exit, deaths));
    }
  }
}
