package io.procpool.runtime.dispatch;

/** What is to be done for a pool; carried out by its dispatcher in the order given. */
public sealed interface PoolAction {

  /** Start a worker process under this number. */
  record Start(int worker) implements PoolAction {}

  /** Send items to the worker; the first is the {@code firstSeq}th it is ever sent. */
  record Run(int worker, Batch batch, Range items, long firstSeq) implements PoolAction {}

  /**
   * Close the worker's claim word, so that it starts nothing more, and say by {@link
   * PoolEvent.Withdrawn} what it had.
   */
  record Withdraw(int worker, int epoch) implements PoolAction {}

  /**
   * Let the worker start items again, from {@code nextSeq} on, if it was not withdrawn from since
   * {@code epoch}.
   */
  record Resume(int worker, int epoch, long nextSeq) implements PoolAction {}

  /** Read the worker's status page and say by {@link PoolEvent.Observed} what is there. */
  record Observe(int worker) implements PoolAction {}

  /** Interrupt the task at place {@code seq}, if the worker still runs it. */
  record Interrupt(int worker, long seq) implements PoolAction {}

  /** Ask the worker to leave after what it has. */
  record Stop(int worker) implements PoolAction {}

  /** Kill the worker's process. */
  record Kill(int worker) implements PoolAction {}

  /** Say that so many workers in a row did not start, the last one thus; others are tried. */
  record StartsFail(WorkerExit lastExit, int inARow) implements PoolAction {}

  /** Say that workers start again. */
  record StartsWork() implements PoolAction {}

  /** Hand outcomes to the batch's sink. */
  record Deliver(Batch batch, long index, int count, Outcomes outcomes, int at)
      implements PoolAction {}

  /** Tell the batch's sink that the pool gave up items. */
  record Fail(Batch batch, Range items, Failure failure) implements PoolAction {}

  /** Let workers forget what they keep for the batch. */
  record Release(Batch batch) implements PoolAction {}

  /** The worker's end is accounted for. */
  record Forget(int worker, io.procpool.PoolStatistics.ExitReason reason) implements PoolAction {}

  /** An item runs once more after a death. */
  record Retry() implements PoolAction {}

  /** The pool has ended: no worker is left and no item is open. */
  record Terminated() implements PoolAction {}
}
