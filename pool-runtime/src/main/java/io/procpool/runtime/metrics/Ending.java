package io.procpool.runtime.metrics;

/** A pool that tells of its end. */
public interface Ending {

  /**
   * Runs the action when all workers are gone, before anybody hears of the pool's termination; at
   * once if it has terminated. The action must not refer to the pool, or that is never taken for
   * dropped.
   */
  void beforeTermination(Runnable action);
}
