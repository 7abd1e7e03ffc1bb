package io.procpool.runtime.dispatch;

import java.util.Random;

/**
 * One random world: the limits of its pool, how its workers behave and what can go wrong.
 *
 * @param linkNanos how long a message to or from a worker takes at most
 * @param wakeLagNanos how late the pool learns that time has passed
 * @param startNanos how long a worker takes to start at most
 * @param faults what can go wrong
 * @param endless whether items may run for ever
 * @param arrivalNanos within what time batches come
 */
record Scenario(
    Limits limits,
    int linkNanos,
    int wakeLagNanos,
    int startNanos,
    Faults faults,
    int startsAtOnce,
    boolean endless,
    long arrivalNanos) {

  private static final long MILLI = 1_000_000;

  /** Chances in a thousand. */
  record Faults(
      int launchFails,
      int startDies,
      int startHangs,
      int startCorrupt,
      int idleDeath,
      int itemDeath,
      int freeze,
      int corrupt,
      int asksReplacement,
      int leavesSlowly,
      int lingers,
      int outboxLost,
      int poison) {

    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Faults random(Random random) {
      return new Faults(
          some(random, 300),
          some(random, 300),
          some(random, 200),
          some(random, 200),
          some(random, 500),
          some(random, 100),
          some(random, 60),
          some(random, 50),
          some(random, 50),
          some(random, 300),
          some(random, 300),
          some(random, 500),
          some(random, 50));
    }

    private static int some(Random random, int most) {
      return random.nextInt(3) == 0 ? random.nextInt(most) : 0;
    }
  }

  static Scenario random(Random random) {
    boolean limited = random.nextBoolean();
    boolean quiet = random.nextInt(4) == 0;
    return new Scenario(
        limits(random, limited),
        1_000 + random.nextInt(100_000),
        random.nextInt(100_000),
        (int) (MILLI + random.nextInt((int) (80 * MILLI))),
        quiet ? Faults.NONE : withBrokenStarts(random, Faults.random(random)),
        1 + random.nextInt(random.nextBoolean() ? 4 : 20),
        limited && random.nextInt(3) == 0,
        random.nextInt((int) (2_000 * MILLI)));
  }

  /** One world in thirty has no worker that starts. */
  private static Faults withBrokenStarts(Random random, Faults faults) {
    if (random.nextInt(30) > 0) {
      return faults;
    }
    int launch = random.nextInt(1001);
    return new Faults(launch, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static Limits limits(Random random, boolean limited) {
    int workers = 1 + random.nextInt(random.nextInt(5) == 0 ? 16 : 5);
    int min = random.nextBoolean() ? workers : random.nextInt(workers + 1);
    int spare = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
    long maxTasks = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : Long.MAX_VALUE;
    int retries = random.nextBoolean() ? random.nextInt(3) : 20;
    Limits.Times times =
        new Limits.Times(
            limited ? (5 + random.nextInt(200)) * MILLI : Long.MAX_VALUE,
            (1 + random.nextInt(50)) * MILLI,
            (90 + random.nextInt(900)) * MILLI,
            random.nextInt(3) * random.nextInt(4_000) * MILLI,
            (1 + random.nextInt(500)) * MILLI);
    return new Limits(workers, min, spare, maxTasks, retries, times);
  }

  boolean hasTaskTimeout() {
    return limits.times().task() != Long.MAX_VALUE;
  }

  /** How late anything that a deadline causes may be seen. */
  long slackNanos() {
    return 4L * linkNanos + 4L * wakeLagNanos + 2 * MILLI;
  }
}
