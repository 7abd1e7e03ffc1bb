package io.procpool.runtime.dispatch;

/**
 * The outcomes of consecutive items that one worker has run, as they came from it. What they are is
 * its reader's.
 */
public interface Outcomes {

  /** How many. */
  int count();

  /**
   * How long running {@code count} of them from the {@code at}th on took altogether, in
   * nanoseconds.
   */
  long runNanos(int at, int count);
}
