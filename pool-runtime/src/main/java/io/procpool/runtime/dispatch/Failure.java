package io.procpool.runtime.dispatch;

/** Why the pool itself gave up an item. */
public sealed interface Failure {

  /** It was cancelled before it gave a result. */
  record Cancelled() implements Failure {}

  /** It ran too long. */
  record TimedOut(int worker) implements Failure {}

  /** Its worker died while running it, once too often. */
  record WorkerDied(int worker, WorkerExit exit, int deaths) implements Failure {}

  /**
   * The pool is broken: its workers do not start.
   *
   * @param inARow how many did not
   */
  record PoolBroken(WorkerExit lastExit, int inARow) implements Failure {}
}
