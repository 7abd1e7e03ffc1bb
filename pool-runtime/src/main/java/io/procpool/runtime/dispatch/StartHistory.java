package io.procpool.runtime.dispatch;

/**
 * Whether it makes sense to start workers: how many starts in a row have failed.
 *
 * <p>After three it is doubtful: then there is a pause after each failure, which grows. It is
 * hopeless once three have failed for a reason that will not pass, or all have for longer than the
 * pool retries.
 */
final class StartHistory {

  static final int DOUBTFUL_FAILURES = 3;
  static final long FIRST_PAUSE_NANOS = 100_000_000;
  static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;

  /** How long a broken pool starts no worker, at least. */
  static final long BROKEN_PAUSE_NANOS = 1_000_000_000;

  private final Turn turn;
  private int failures;
  private int lasting; // of the failures, those for a reason that will not pass
  private long since; // the first failure that left no worker
  private long pause;
  private long pausedUntil;

  StartHistory(Turn turn) {
    this.turn = turn;
  }

  /** Starting works. */
  void succeeded() {
    failures = 0;
    lasting = 0;
    pause = 0;
    pausedUntil = 0;
  }

  /**
   * A start has failed.
   *
   * @param mayPass whether the reason may pass by itself
   * @param alone whether no other worker is ready
   */
  void failed(boolean mayPass, boolean alone) {
    if (failures == 0 || !alone) {
      since = turn.now();
    }
    failures++;
    lasting += mayPass ? 0 : 1;
    if (isDoubtful() && turn.now() >= pausedUntil) {
      pause = Math.clamp(2 * pause, FIRST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
      pausedUntil = Math.min(turn.after(pause), hopelessAt());
    }
  }

  /** How many starts in a row have failed. */
  int failures() {
    return failures;
  }

  /** Whether so many have failed that only one at a time should be tried, after a pause. */
  boolean isDoubtful() {
    return failures >= DOUBTFUL_FAILURES;
  }

  /** Whether those who wait for a worker must be told that there will be none. */
  boolean isHopeless() {
    return lasting >= DOUBTFUL_FAILURES || (isDoubtful() && turn.now() >= hopelessAt());
  }

  private long hopelessAt() {
    return Turn.later(since, turn.limits().times().startRetry());
  }

  /** They were told: nobody waits for a start any more. */
  void givenUp() {
    pausedUntil = turn.after(Math.max(pause, BROKEN_PAUSE_NANOS));
  }

  /** Before this time none should be started. */
  long pausedUntil() {
    return pausedUntil;
  }
}
