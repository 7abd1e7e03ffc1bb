package io.procpool.acceptance;

/** A loop that reaches no safepoint for longer than any test waits. */
final class Deaf {

  /** Has the JIT compile counted loops without safepoints, as with the serial GC, and at once. */
  static final String[] JVM_OPTIONS = {
    "-XX:+UseSerialGC", "-XX:-UseCountedLoopSafepoints", "-XX:-TieredCompilation", "-Xbatch"
  };

  private static final int WARM_UP = 20_000;

  private Deaf() {}

  /**
   * Loops.
   *
   * @param compiled run when the loop is compiled, right before it begins for good
   */
  static int loop(Runnable compiled) {
    int sum = 0;
    for (int i = 0; i < WARM_UP; i++) {
      sum += divide(i, 100);
    }
    compiled.run();
    return divide(sum, Integer.MAX_VALUE);
  }

  // Divisions that depend on each other: some 100 ns a round, minutes in all.
  private static int divide(int start, int rounds) {
    int value = start | 1;
    for (int i = 1; i < rounds; i++) {
      value = (value ^ i) / ((i & 7) + 1) + i;
      value = (value ^ i) / ((i & 15) + 1) + i;
      value = (value ^ i) / ((value & 7) + 1) + i;
      value = (value ^ i) / ((i & 3) + 1) + i;
      value = (value ^ i) / ((value & 15) + 1) + i;
      value = (value ^ i) / ((i & 31) + 1) + i;
      value = (value ^ i) / ((value & 31) + 1) + i;
      value = (value ^ i) / ((i & 63) + 1) + i;
    }
    return value;
  }
}
