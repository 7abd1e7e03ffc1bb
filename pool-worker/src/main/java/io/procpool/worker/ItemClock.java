package io.procpool.worker;

/**
 * The time of the task thread, and how long items take. Asking the system costs as much as a small
 * item, so among short items it looks at the clock for several at once: at the latest after about a
 * microsecond of them, and after an item during which the flusher has ticked, so that no long item
 * goes unseen. The time that several took together counts for the last of them.
 */
final class ItemClock {

  private static final long LOOK_NANOS = 1_000;
  private static final int MOST_ITEMS = 16;

  private final OutcomeSender flusher;
  private long now;
  private int ticks;
  private int items; // since the last look
  private int untilLook = 1; // items

  ItemClock(OutcomeSender flusher) {
    this.flusher = flusher;
  }

  /** When it looked last, by {@link System#nanoTime()}: not long before the present. */
  long now() {
    return now;
  }

  /** Items begin: what has passed counts for none, and the first is timed by itself. */
  void start() {
    look();
    untilLook = 1;
  }

  /** An item begins: what was spent on sending outcomes since the last one counts for none. */
  void itemBegins() {
    if (flusher.ticks() != ticks) {
      look();
    }
  }

  private void look() {
    now = System.nanoTime();
    ticks = flusher.ticks();
    items = 0;
  }

  /**
   * Notes that an item has ended.
   *
   * @return how long it and those before it took that have not been counted yet, in nanoseconds; 0
   *     if that is left to a later one
   */
  long itemEnded() {
    items++;
    if (items < untilLook && flusher.ticks() == ticks) {
      return 0;
    }
    long before = now;
    int counted = items;
    look();
    long nanos = Math.max(1, now - before);
    untilLook = Math.clamp(LOOK_NANOS * counted / nanos, 1, MOST_ITEMS);
    return nanos;
  }
}
