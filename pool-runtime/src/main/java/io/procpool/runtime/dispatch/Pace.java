package io.procpool.runtime.dispatch;

/**
 * How long one task of a kind takes, measured: what chunks size themselves by. Written by the
 * dispatcher only, read by any thread.
 *
 * <p>It is the mean over the items of late, not over the reports of late: one item that waited for
 * a processor for a tenth of a second is one among thousands, however it was reported.
 */
public final class Pace {

  /** What is less work than that, in nanoseconds, is not worth a frame of its own. */
  private static final long FRAME_NANOS = 10_000;

  /** How much a measurement counts still when the next one comes. */
  private static final double KEPT = 0.75;

  private volatile long nanosPerItem;
  private double nanos;
  private double items;

  /** The mean of late, in nanoseconds, at least 1; 0 while nothing was measured. */
  public long nanosPerItem() {
    return nanosPerItem;
  }

  /** How many items are worth a frame of their own; 1 while nothing was measured. */
  public long itemsWorthAFrame() {
    long each = nanosPerItem;
    return each == 0 ? 1 : Math.ceilDiv(FRAME_NANOS, each);
  }

  /** Takes a measurement in: each that came before counts a quarter less from now on. */
  void measured(long newItems, long newNanos) {
    if (newNanos == 0) {
      return; // the worker has not looked at its clock meanwhile
    }
    nanos = nanos * KEPT + newNanos;
    items = items * KEPT + newItems;
    nanosPerItem = Math.max(1, Math.round(nanos / items));
  }
}
