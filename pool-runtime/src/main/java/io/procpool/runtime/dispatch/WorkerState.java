package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.WorkerInfo;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One worker, as {@link PoolState} knows it: its phase and the items it has been sent and not
 * reported, in order.
 *
 * <p>Everything ever sent to a worker is numbered through: an item's <i>seq</i>. A worker starts
 * items in the order of their seq and reports them in that order, so a count says everything.
 */
final class WorkerState {

  /** Estimated work in flight above which a worker gets no further chunk, once it has two. */
  private static final long FULL_NANOS = 2 * PoolState.CHUNK_NANOS;

  private static final int MAX_ITEMS = 1 << 16;

  /** Items of one batch sent in a row. */
  record Assignment(Batch batch, Range items, long firstSeq, long loadNanos) {}

  /** Why a running item is being stopped. */
  record Stopping(long seq, boolean timedOut) {}

  final int id;
  final ArrayDeque<Assignment> inFlight = new ArrayDeque<>(4);

  private WorkerPhase phase = WorkerPhase.STARTING;
  private long reported;
  private long nextSeq;
  private long loadNanos;
  private long tasksLeft;

  int epoch;
  boolean withdrawUseful;
  boolean filedIdle;
  boolean filedBusy;
  long phaseSince;
  long idleSince;
  long finishedTasks;
  long lastReport;
  long deadline = Long.MAX_VALUE;
  @Nullable ExitReason leaveReason;
  @Nullable Stopping stopping;
  @Nullable Batch cancelBatch;
  @Nullable Throwable cause;

  WorkerState(int id, long tasksLeft, long now) {
    this.id = id;
    this.tasksLeft = tasksLeft;
    this.phaseSince = now;
  }

  WorkerPhase phase() {
    return phase;
  }

  void become(WorkerPhase next, long now) {
    if (!phase.mayBecome(next)) {
      throw new IllegalStateException("worker " + id + " cannot go from " + phase + " to " + next);
    }
    phase = next;
    phaseSince = now;
  }

  /** What monitoring calls its phase. */
  WorkerInfo.State monitored() {
    return switch (phase) {
      case STARTING -> WorkerInfo.State.STARTING;
      case READY -> inFlight.isEmpty() ? WorkerInfo.State.IDLE : WorkerInfo.State.BUSY;
      case LEAVING, KILLED, ENDED -> WorkerInfo.State.LEAVING;
    };
  }

  /** The place of the first item not reported yet. */
  long reported() {
    return reported;
  }

  /** The place the next item sent will have. */
  long nextSeq() {
    return nextSeq;
  }

  /** How many items it has that it has not reported. */
  long openItems() {
    return nextSeq - reported;
  }

  long tasksLeft() {
    return tasksLeft;
  }

  boolean isIdle() {
    return phase == WorkerPhase.READY && inFlight.isEmpty();
  }

  /**
   * Whether it counts as one of the pool's workers from here on: not leaving, and with tasks left
   * to take.
   */
  boolean isStaying() {
    return tasksLeft > 0 && (phase == WorkerPhase.READY || phase == WorkerPhase.STARTING);
  }

  boolean hasRoom() {
    return phase == WorkerPhase.READY
        && tasksLeft > 0
        && stopping == null
        && openItems() < MAX_ITEMS
        && (inFlight.size() < 2 || loadNanos < FULL_NANOS);
  }

  /** Estimated nanoseconds of what it has not reported. */
  long loadNanos() {
    return loadNanos;
  }

  /** Assigns items; the seq of the first. */
  long assign(Batch batch, Range items, long nanosPerItem) {
    long first = nextSeq;
    long load = items.size() * nanosPerItem;
    inFlight.addLast(new Assignment(batch, items, first, load));
    nextSeq += items.size();
    tasksLeft -= items.size();
    loadNanos += load;
    withdrawUseful = true;
    return first;
  }

  /** Notes that the first {@code count} open items of the oldest assignment are done. */
  void reportOldest(int count) {
    Assignment oldest = inFlight.removeFirst();
    Range items = oldest.items();
    long load = oldest.loadNanos() * count / items.size();
    if (count < items.size()) {
      inFlight.addFirst(
          new Assignment(
              oldest.batch(),
              new Range(items.from() + count, items.to()),
              oldest.firstSeq() + count,
              oldest.loadNanos() - load));
    }
    loadNanos = inFlight.isEmpty() ? 0 : loadNanos - load;
    reported += count;
    finishedTasks += count;
  }

  /**
   * Takes back the newest assignment, or the part of it that starts at {@code claimed}; null when
   * none is left.
   */
  @Nullable Assignment takeBackFrom(long claimed) {
    Assignment newest = inFlight.peekLast();
    if (newest == null || newest.firstSeq() + newest.items().size() <= claimed) {
      return null;
    }
    inFlight.removeLast();
    Range items = newest.items();
    long kept = Math.max(0, claimed - newest.firstSeq());
    long keptLoad = newest.loadNanos() * kept / items.size();
    if (kept > 0) {
      Range begun = new Range(items.from(), items.from() + kept);
      inFlight.addLast(new Assignment(newest.batch(), begun, newest.firstSeq(), keptLoad));
    }
    nextSeq -= items.size() - kept;
    tasksLeft += items.size() - kept;
    loadNanos -= newest.loadNanos() - keptLoad;
    return new Assignment(
        newest.batch(), new Range(items.from() + kept, items.to()), newest.firstSeq() + kept, 0);
  }
}
