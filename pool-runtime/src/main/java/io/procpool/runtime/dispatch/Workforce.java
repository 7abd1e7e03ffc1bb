package io.procpool.runtime.dispatch;

import io.procpool.PoolStatistics.ExitReason;

/**
 * The workers of a pool, as its dispatcher commands them. Called by one thread at a time; nothing
 * here may block on a worker. Commands to a worker that has ended do nothing.
 */
public interface Workforce {

  /** Starts a worker in the background; what becomes of it is posted as events. */
  void start(int worker);

  /** Sends items, at the latest at the next {@link #endTurn}. */
  void run(int worker, Batch batch, Range items, long firstSeq);

  /** Closes the worker's claim word; the first item it will not start. */
  long withdraw(int worker, int epoch);

  /** Sends leave to start items again. */
  void resume(int worker, int epoch, long nextSeq);

  /** What the worker runs. */
  PoolEvent.Observed observe(int worker);

  /** Sends an interrupt of the task at this place. */
  void interrupt(int worker, long seq);

  /** Sends the wish that it leave. */
  void stop(int worker);

  /**
   * Lets workers forget what they keep for the batch, at the latest at the next {@link #endTurn}.
   */
  void release(Batch batch);

  /** Kills its process. */
  void kill(int worker);

  /** The worker has ended and is accounted for. */
  void forget(int worker, ExitReason reason);

  /** Sends what the turn has gathered. */
  void endTurn();
}
