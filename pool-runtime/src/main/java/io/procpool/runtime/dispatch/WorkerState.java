package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.WorkerInfo;
import org.jspecify.annotations.Nullable;

/** One worker, as the policy knows it. Changed by the rooms of {@link PoolState} only. */
final class WorkerState extends Chain.Link<WorkerState> {

  /** Expected work in flight above which a worker gets no further chunk, once it has two. */
  private static final long FULL_NANOS = 2_000_000;

  /** Items in flight above which a worker gets no further chunk. */
  private static final int FULL_ITEMS = 1 << 16;

  /** A running item that is to end: by timeout, or else by cancel. */
  record Stopping(long seq, boolean timedOut) {}

  final int id;
  final InFlight inFlight = new InFlight();
  final Roster.Filed filed = new Roster.Filed();

  private WorkerPhase phase = WorkerPhase.STARTING;
  private long tasksLeft;

  /** It has been given as many tasks as it may have: whoever replaces it may start. */
  private boolean retiring;

  /** Whether it wants to be replaced. */
  boolean replacementAsked;

  /** Counts withdrawals. */
  int epoch;

  /** Between {@link PoolAction.Withdraw} and {@link PoolEvent.Withdrawn}. */
  boolean withdrawing;

  /** Whether taking back could bring something, as far as is known. */
  boolean withdrawUseful;

  /**
   * Whether something it had was cancelled since it reported last: then it gets two chunks at most,
   * as each further cancel takes all of them back and sends the rest again.
   */
  boolean losesItems;

  /** Whether it has reported what it was given last; one that has not is asked last. */
  boolean provenLately = true;

  /** Whether its JVM is up, and runs the initializer or is ready. */
  boolean isUp;

  /** Whether it exits and waits for its children, which has no limit. */
  boolean lingers;

  long readyAt = Long.MAX_VALUE;
  long assignedAt;
  long progressAt;
  Deadlines.Awaited awaited = Deadlines.Awaited.NOTHING;
  long deadline = Long.MAX_VALUE;
  @Nullable Stopping stopping;
  @Nullable ExitReason leaveReason;
  @Nullable Throwable cause;

  WorkerState(int id, long tasksLeft) {
    this.id = id;
    this.tasksLeft = tasksLeft;
  }

  WorkerPhase phase() {
    return phase;
  }

  void become(WorkerPhase next) {
    if (!phase.mayBecome(next)) {
      throw new IllegalStateException("worker " + id + " cannot go from " + phase + " to " + next);
    }
    phase = next;
  }

  /** Whether its JVM starts, which takes all of a processor. */
  boolean isBooting() {
    return phase == WorkerPhase.STARTING && !isUp;
  }

  boolean isBusy() {
    return !inFlight.isEmpty();
  }

  boolean isIdle() {
    return phase == WorkerPhase.READY && inFlight.isEmpty();
  }

  boolean isRetiring() {
    return retiring;
  }

  /** Whether it counts as one of the pool's workers from here on. */
  boolean isStaying() {
    return !retiring && (phase == WorkerPhase.READY || phase == WorkerPhase.STARTING);
  }

  /** Whether it has done anything, so that its start was a success. */
  boolean hasReported() {
    return inFlight.reported() > 0;
  }

  boolean hasRoom() {
    return phase == WorkerPhase.READY
        && tasksLeft > 0
        && stopping == null
        && !withdrawing
        && inFlight.items() < FULL_ITEMS
        && (inFlight.assignments() < 2 || (!losesItems && inFlight.nanos() < FULL_NANOS));
  }

  /** How many more tasks it may be given. */
  long tasksLeft() {
    return tasksLeft;
  }

  /** Notes that it was given tasks, or gave some back. */
  void tasksGiven(long count) {
    tasksLeft -= count;
    retiring |= tasksLeft == 0;
  }

  /** What monitoring says of it, but for its process id. */
  WorkerInfo info() {
    WorkerInfo.State state =
        switch (phase) {
          case STARTING -> WorkerInfo.State.STARTING;
          case READY -> isBusy() ? WorkerInfo.State.BUSY : WorkerInfo.State.IDLE;
          case LEAVING, KILLED, ENDED -> WorkerInfo.State.LEAVING;
        };
    return new WorkerInfo(id, 0, state, inFlight.reported());
  }

  @Override
  public String toString() {
    return "worker " + id + " (" + phase + ")";
  }
}
