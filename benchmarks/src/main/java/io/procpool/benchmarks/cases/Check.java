package io.procpool.benchmarks.cases;

import java.util.Objects;

/** Refuses figures for wrong results. */
final class Check {

  private Check() {}

  /** Throws unless both are equal. */
  static void same(Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      throw new IllegalStateException("wrong result: expected=" + expected + " found=" + found);
    }
  }

  /** Throws unless the numbers are 0, 1, 2 ... in this order. */
  static void counts(Iterable<Integer> numbers, int count) {
    int next = 0;
    for (Integer number : numbers) {
      same(next++, number);
    }
    same(count, next);
  }
}
