package io.procpool.runtime.call;

import java.util.concurrent.TimeUnit;

/**
 * How far {@code imap} runs ahead of its reader: in items, when its pool has no window set, and in
 * bytes.
 */
public final class InputWindow {

  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int MAX_ITEMS = 1 << 14;
  private static final int ITEMS_PER_WORKER = 4;
  private static final int HEAP_SHARE = 8;
  private static final long MAX_BYTES = 256L << 20;

  private InputWindow() {}

  /** Enough inputs for 4 ms of work, at least four a worker, or four of the caller's chunks. */
  public static long of(long nanosPerItem, int workers, int chunkSize) {
    long least = (long) ITEMS_PER_WORKER * workers * Math.max(1, chunkSize);
    long byPace = nanosPerItem == 0 ? 0 : workers * (WORK_NANOS / nanosPerItem);
    return Math.max(least, Math.min(byPace, MAX_ITEMS));
  }

  /**
   * How many bytes a call may hold here, whatever its window: inputs that have not ended, results
   * that are not read, and those that are still to come of the inputs.
   */
  static long bytes() {
    return Math.min(Runtime.getRuntime().maxMemory() / HEAP_SHARE, MAX_BYTES);
  }
}
