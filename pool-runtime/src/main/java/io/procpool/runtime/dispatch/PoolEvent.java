package io.procpool.runtime.dispatch;

/**
 * What happened to a pool; the only way its state changes. Worker numbers are {@link
 * io.procpool.Worker#id()}.
 */
public sealed interface PoolEvent extends Dispatcher.Mail {

  /** The batch has items up to index {@code to}, which is never less than before. */
  record ItemsAdded(Batch batch, long to) implements PoolEvent {}

  /**
   * Items from {@code fromIndex} on are not wanted any more.
   *
   * @param stopRunning whether one that runs is to be interrupted, and its worker killed if that
   *     does not help within the grace time
   */
  record ItemsCancelled(Batch batch, long fromIndex, boolean stopRunning) implements PoolEvent {}

  /**
   * The caller adds no more items, and those that have not ended are cancelled: what workers keep
   * for the batch can go.
   */
  record BatchEnded(Batch batch) implements PoolEvent {}

  /** The worker's JVM is up, and runs the pool's initializer; not fed where there is none. */
  record WorkerInitializing(int worker) implements PoolEvent {}

  /** The worker has started and run its initializer. */
  record WorkerReady(int worker) implements PoolEvent {}

  /** The worker has run items; {@code firstSeq} is the first one's place in all it was sent. */
  record ItemsFinished(int worker, long firstSeq, Outcomes outcomes) implements PoolEvent {}

  /**
   * The worker asks to be replaced: it has grown above its limit, or its heap has overflowed. Heard
   * once it has reported an item.
   */
  record ReplacementAsked(int worker) implements PoolEvent {}

  /**
   * The worker will not start items from {@code claimed} on: the answer to {@link
   * PoolAction.Withdraw}. To be fed after the actions that came with it and before any event from
   * elsewhere, once for each.
   */
  record Withdrawn(int worker, long claimed) implements PoolEvent {}

  /**
   * What the worker runs, and for how long: the answer to {@link PoolAction.Observe}, fed as {@link
   * Withdrawn} is.
   *
   * @param claimed the place of the first item it has not started
   * @param runningNanos for how long it has been running the one before, by its own clock; 0 if
   *     that has ended: its report is under way, if it is not here
   * @param receiving whether it has taken some of what it was sent since it was looked at last
   * @param sending whether some of what it sends has come since it was looked at last
   */
  record Observed(int worker, long claimed, long runningNanos, boolean receiving, boolean sending)
      implements PoolEvent {}

  /** The worker exits, and waits for processes that its tasks have started. */
  record WorkerLingers(int worker) implements PoolEvent {}

  /** The worker speaks what is not of the protocol. */
  record WorkerCorrupt(int worker, Throwable cause) implements PoolEvent {}

  /**
   * The worker's process is gone, and all it had sent or left in its log was fed. Items from {@code
   * claimed} on never started. Fed once for every {@link PoolAction.Start}, also if there never was
   * a process.
   */
  record WorkerEnded(int worker, long claimed, WorkerExit exit) implements PoolEvent {}

  /** The pool is to have this many workers. */
  record Resized(int workers) implements PoolEvent {}

  /** No more items come; the pool ends when those it has are done. */
  record Shutdown() implements PoolEvent {}

  /** The pool ends at once. */
  record ShutdownNow() implements PoolEvent {}

  /** Time has passed. */
  record TimePassed() implements PoolEvent {}
}
