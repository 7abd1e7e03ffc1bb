package io.procpool;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counters since a pool's opening, and gauges of one moment.
 *
 * @param workers worker processes alive or starting
 * @param activeWorkers workers that have a task
 * @param minWorkers how few workers an idle pool keeps
 * @param maxWorkers how many workers it may have
 * @param queuedTasks tasks that have not started
 * @param queueRemaining how many more single tasks may wait before they are rejected
 * @param succeededTasks tasks that gave a result
 * @param failedTasks tasks that threw, or whose result or argument could not travel
 * @param cancelledTasks tasks cancelled before they gave a result
 * @param timedOutTasks tasks stopped by the task timeout
 * @param lostTasks tasks that failed by their worker's death
 * @param retries runs of tasks again after a worker's death
 * @param runNanos time spent running tasks in workers, in nanoseconds
 * @param waitNanos time that started tasks had waited before, in nanoseconds
 * @param bytesSent bytes sent to workers
 * @param bytesReceived bytes received from workers
 * @param workerStarts worker processes started
 * @param workerExits worker processes ended, by reason; every reason is a key
 */
public record PoolStatistics(
    int workers,
    int activeWorkers,
    int minWorkers,
    int maxWorkers,
    long queuedTasks,
    long queueRemaining,
    long succeededTasks,
    long failedTasks,
    long cancelledTasks,
    long timedOutTasks,
    long lostTasks,
    long retries,
    long runNanos,
    long waitNanos,
    long bytesSent,
    long bytesReceived,
    long workerStarts,
    Map<ExitReason, Long> workerExits) {

  /** Copies the map. */
  public PoolStatistics {
    workerExits = Map.copyOf(new EnumMap<>(workerExits));
  }

  /** Tasks that ended, whatever their outcome. */
  public long completedTasks() {
    return succeededTasks + failedTasks + cancelledTasks + timedOutTasks + lostTasks;
  }

  /** Why a worker process ended. */
  public enum ExitReason {
    /** The pool closed or became smaller. */
    CLOSED,
    /**
     * It had run {@link PoolOptions#maxTasksPerWorker()} tasks, grown above its memory limit, run
     * out of heap, or a task was stopped in it where that may do lasting harm.
     */
    RECYCLED,
    /** It was idle longer than {@link PoolOptions#idleTimeout()}. */
    IDLE,
    /** The pool killed it to stop a task: timeout or cancel. */
    STOPPED,
    /** It failed to start or its initializer failed. */
    START_FAILED,
    /** It died by itself: exit, signal, crash, out of memory. */
    DIED,
    /** It sent what is not of the protocol and was killed. */
    CORRUPT
  }
}
