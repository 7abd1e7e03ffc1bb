package io.procpool.runtime.dispatch;

/**
 * How long one task of a kind takes, measured: what chunks size themselves by. Written by the
 * dispatcher only, read by any thread.
 */
public final class Pace {

  private volatile long nanosPerItem;

  /** The mean of late, in nanoseconds, at least 1; 0 while nothing was measured. */
  public long nanosPerItem() {
    return nanosPerItem;
  }

  /** Takes a measurement in: exponential smoothing, the newest counts a quarter. */
  void measured(long items, long nanos) {
    if (nanos == 0) {
      return; // the worker has not looked at its clock meanwhile
    }
    long mean = Math.max(1, nanos / items);
    long before = nanosPerItem;
    nanosPerItem = before == 0 ? mean : Math.max(1, before - before / 4 + mean / 4);
  }
}
