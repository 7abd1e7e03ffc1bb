package io.procpool.ipc.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Whether to look again and again for what will soon be there, in place of sleeping, and letting
 * others run between looks. To be woken costs a multiple of a look, where other threads keep the
 * processors busy anyhow; so it pays where many threads wait for one peer. Thread-safe.
 *
 * <p>It learns: after looks that were in vain it is refused for a while. Where other processes want
 * the processors it is refused for a long while: who lets them run waits until they have had their
 * share, while who sleeps is woken before them.
 */
public final class Lookout {

  /** A thread that let others run and was away for so long is not alone on the machine. */
  private static final long LONG_NANOS = 500_000;

  /** So many times as long as it was away it does not look; twice as long each next time. */
  private static final int LEAST_RESTS = 4;

  private static final int MOST_RESTS = 256;

  private static final int TRUST = 16;
  private static final int RETRY_EVERY = 64;

  private final long lookNanos;
  private final LongSupplier nanoClock;
  private final AtomicInteger trust = new AtomicInteger(TRUST);
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean rests;
  private volatile long restsUntil;
  private volatile int restTimes = LEAST_RESTS;

  /**
   * Trusts that it pays.
   *
   * @param lookNanos how long to look at most
   */
  public Lookout(long lookNanos) {
    this(lookNanos, System::nanoTime);
  }

  Lookout(long lookNanos, LongSupplier nanoClock) {
    this.lookNanos = lookNanos;
    this.nanoClock = nanoClock;
  }

  /** Whether it has paid lately; now and then also where it has not. */
  public boolean isWorthIt() {
    if (rests) {
      if (nanoClock.getAsLong() - restsUntil < 0) {
        return false;
      }
      rests = false;
    }
    return trust.get() > 0 || refused.incrementAndGet() % RETRY_EVERY == 0;
  }

  /** Lets other threads have this processor, for as long as they want it. */
  @SuppressWarnings(
      "ThreadPriorityCheck") // a hint is all that is needed: who gets none looks again
  public static void letOthersRun() {
    Thread.yield();
  }

  /** A row of looks begins. */
  public Look begin() {
    return new Look();
  }

  /** Several threads may have been away at once, for one reason. */
  private synchronized void rest(long now, long away) {
    if (!rests) {
      restsUntil = now + restTimes * away;
      restTimes = Math.min(2 * restTimes, MOST_RESTS);
      rests = true;
    }
  }

  /** One row of looks, of one thread. */
  public final class Look {

    private final long start = nanoClock.getAsLong();
    private long last = start;
    private boolean away;

    private Look() {}

    /** Lets others run; false if it is time to sleep instead. */
    public boolean goOn() {
      letOthersRun();
      long now = nanoClock.getAsLong();
      if (now - last > LONG_NANOS) {
        away = true;
        rest(now, now - last);
      }
      last = now;
      return !away && now - start < lookNanos;
    }

    /** Says whether it has paid. */
    public void end(boolean found) {
      if (away) {
        return;
      }
      if (found && restTimes > LEAST_RESTS) {
        restTimes = LEAST_RESTS;
      }
      int now = trust.get();
      int then = found ? Math.min(now + 1, TRUST) : Math.max(now - 1, 0);
      if (then != now) {
        trust.compareAndSet(now, then); // of those who say it at once one is enough
      }
    }
  }
}
