package io.procpool.surroundings.chaos;

import java.util.Map;
import java.util.TreeMap;

/** What was done, and whether it may go on. What is found wrong ends the run. Thread-safe. */
final class Ledger {

  private final long end;
  private final Map<String, Long> counts = new TreeMap<>(); // guarded by itself
  private volatile boolean over;

  Ledger(long seconds) {
    this.end = System.nanoTime() + seconds * 1_000_000_000;
  }

  boolean goesOn() {
    return !over && System.nanoTime() < end;
  }

  /** Ends the run for all. */
  void end() {
    over = true;
  }

  void count(String what) {
    count(what, 1);
  }

  void count(String what, long times) {
    synchronized (counts) {
      counts.merge(what, times, Long::sum);
    }
  }

  @Override
  public String toString() {
    synchronized (counts) {
      StringBuilder lines = new StringBuilder();
      counts.forEach((what, times) -> lines.append(times).append(' ').append(what).append('\n'));
      return lines.toString();
    }
  }

  static void requireEqual(String what, Object expected, Object found) {
    require(expected.equals(found), what + ": expected=" + expected + ", found=" + found);
  }

  static void require(boolean holds, String violation) {
    if (!holds) {
      throw new AssertionError(violation);
    }
  }
}
