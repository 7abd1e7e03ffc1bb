package io.procpool.runtime.dispatch;

import java.util.function.LongSupplier;

/**
 * Time that passes only while this process runs. While it is stopped, by a signal, a debugger or a
 * long collection, nobody reads what others send it: so that time counts for nobody's deadline, nor
 * does a moment after it, in which what has arrived is read.
 *
 * <p>A clock has one keeper: a thread that waits for a time of this clock, in slices, and says with
 * each when it will look at the clock next. Who looks much later than that, the keeper or another
 * thread, knows that the process was stopped. Without a keeper that waits, all time counts.
 *
 * <p>Any thread may read it; after a stop it may say less than it said before.
 */
public final class RunningClock {

  /** A wait, which a keeper does in slices. */
  public interface Wait {

    /** Waits for at most so long; whether it is over, which it may be at once. */
    boolean upTo(long nanos) throws InterruptedException;
  }

  /** Who is later than that was stopped; and so long after a stop the clock stands still. */
  static final long LATE_NANOS = 100_000_000;

  /** A slice is this part of what is to be waited for. */
  private static final int SLICES = 8;

  private final LongSupplier nanos;
  private final long start;
  private long said; // guarded by this: when the keeper said when it will look next
  private volatile long lookAt =
      Long.MAX_VALUE; // and when that is; written under this, like the next
  private volatile long stopped; // how much of the time since the start does not count

  /** A clock that shows 0 now. */
  public RunningClock() {
    this(System::nanoTime);
  }

  /**
   * A clock that shows 0 now.
   *
   * @param nanos time that always passes
   */
  RunningClock(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /** The time, in nanoseconds. */
  public long now() {
    long passed = passed();
    return passed - lookAt > LATE_NANOS ? afterStop() : passed - stopped;
  }

  private long passed() {
    return nanos.getAsLong() - start;
  }

  private synchronized long afterStop() {
    long passed = passed();
    if (passed - lookAt > LATE_NANOS) {
      stopped += passed - said + LATE_NANOS;
      said = passed;
      lookAt = passed; // last: who sees this sees what was stopped
    }
    return passed - stopped;
  }

  /**
   * Keeper: how long to wait before it looks at the clock again, which it will do.
   *
   * @param rest what is to be waited for; {@link Long#MAX_VALUE}: for ever, at one go
   */
  long slice(long rest) {
    boolean endless = rest == Long.MAX_VALUE;
    long slice = endless ? rest : Math.min(rest, Math.max(LATE_NANOS, rest / SLICES));
    lookWithin(slice);
    return slice;
  }

  /** Keeper: it will look at the clock within this time; {@link Long#MAX_VALUE}: perhaps never. */
  public synchronized void lookWithin(long slice) {
    long _ = now();
    said = passed();
    lookAt = slice == Long.MAX_VALUE ? slice : said + slice;
  }

  /**
   * Keeper: waits until this clock shows {@code until}; {@link Long#MAX_VALUE}: for ever.
   *
   * @return false if the time has come and the wait is not over
   */
  public boolean await(long until, Wait wait) throws InterruptedException {
    long end = Math.max(0, until);
    while (true) {
      long rest = end == Long.MAX_VALUE ? end : end - now();
      if (rest <= 0) {
        return wait.upTo(0);
      }
      if (wait.upTo(slice(rest))) {
        return true;
      }
    }
  }
}
