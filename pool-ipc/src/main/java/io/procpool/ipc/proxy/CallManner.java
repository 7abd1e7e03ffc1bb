package io.procpool.ipc.proxy;

/** How a thread makes a call. */
public enum CallManner {
  /** An interrupt does not end the call, and is kept. */
  PLAIN,
  /** An interrupt withdraws the call. */
  INTERRUPTIBLE,
  /**
   * As {@link #PLAIN}, of a call that waits for nothing and that others wait for: it is not held
   * back to be written together with theirs.
   */
  AT_ONCE;

  boolean heedsInterrupts() {
    return this == INTERRUPTIBLE;
  }
}
