package io.procpool.runtime.dispatch;

/** A worker of a simulated pool, as far as its events and actions tell. */
final class WorkerView {

  final int id;
  final long startedAt;
  boolean up;
  boolean ready;
  long readyAt;

  /** It was told to leave. */
  boolean told;

  boolean killed;

  /** It waits for its children. */
  boolean lingers;

  /** It sent garbage. */
  boolean corrupt;

  /** It did so while the pool still wanted it. */
  boolean failed;

  /** It was killed as it did not get ready in time. */
  boolean startTimedOut;

  boolean withdrawing;

  /** The seq of an item that was interrupted; -1 if none is. */
  long interrupted = -1;

  long interruptedAt;

  long nextSeq;
  long reported;

  /** When it last reported, or was given something while it had nothing. */
  long progressAt;

  /** When it last had something to end before it could leave. */
  long leavingSince;

  WorkerView(int id, long now) {
    this.id = id;
    this.startedAt = now;
  }

  boolean isBusy() {
    return nextSeq > reported;
  }

  boolean boots() {
    return !up && stays();
  }

  boolean takesItems() {
    return ready && !told && !killed;
  }

  boolean stays() {
    return !told && !killed;
  }

  long items() {
    return nextSeq - reported;
  }
}
