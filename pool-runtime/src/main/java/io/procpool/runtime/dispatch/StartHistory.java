package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolEvent.WorkerEnded;

/**
 * Whether it makes sense to start workers: how many in a row were stillborn, that is, ended within
 * a second of being ready and without beginning an item, and not because the pool wanted it.
 */
final class StartHistory {

  private static final int DOUBTFUL_STILLBIRTHS = 3;
  private static final long STILLBORN_NANOS = 1_000_000_000;
  private static final long PAUSE_NANOS = 1_000_000_000;

  private int stillbirths;
  private long pausedUntil;

  /** A worker has done its first item: starting works. */
  void succeeded() {
    stillbirths = 0;
    pausedUntil = 0;
  }

  /** Takes the end of a worker in; whether it was stillborn. */
  boolean ended(WorkerState worker, ExitReason reason, WorkerEnded ended, long now) {
    boolean wanted =
        switch (reason) {
          case CLOSED, RECYCLED, IDLE, STOPPED -> true;
          case START_FAILED, DIED, CORRUPT -> false;
        };
    if (wanted) {
      return false;
    }
    if (ended.claimed() > 0 || now - worker.readyAt >= STILLBORN_NANOS) {
      succeeded();
      return false;
    }
    stillbirths++;
    pausedUntil = isDoubtful() ? now + PAUSE_NANOS : 0;
    return true;
  }

  /** Whether so many were stillborn that only one at a time should be tried, after a pause. */
  boolean isDoubtful() {
    return stillbirths >= DOUBTFUL_STILLBIRTHS;
  }

  /** Before this time none should be started. */
  long pausedUntil() {
    return pausedUntil;
  }
}
