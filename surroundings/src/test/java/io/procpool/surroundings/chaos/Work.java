package io.procpool.surroundings.chaos;

import io.procpool.SharedLongArray;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;

/** What workers do. */
final class Work {

  static final int LARGE = 200_000; // of longs: such an array takes a lane of shared memory

  private static volatile SharedLongArray hits;

  private Work() {}

  /** Each worker's initializer. */
  static void begin(SharedLongArray shared) {
    hits = shared;
  }

  /** Counts that it ran, at the call's place. */
  static long hitAndSquare(int place, int number) {
    hits.getAndAdd(place, 1);
    return square(number);
  }

  static long square(int number) {
    return (long) number * number;
  }

  static long merge(ConcurrentMap<String, Integer> map, String key, int number) {
    map.merge(key, 1, Integer::sum);
    return square(number);
  }

  static long[] large(long seed) {
    return new Random(seed).longs(LARGE).toArray();
  }

  static long sum(long[] numbers) {
    long sum = 0;
    for (long number : numbers) {
      sum += number;
    }
    return sum;
  }

  static int exit() {
    System.exit(3);
    return 0;
  }

  static int halt() {
    Runtime.getRuntime().halt(3);
    return 0;
  }

  static int exhaust() {
    return new long[Integer.MAX_VALUE - 8].length;
  }

  static Object unsendable() {
    return new Thread();
  }

  static int refuse(int number) {
    throw new IllegalArgumentException("refused " + number);
  }

  static long endless() {
    long n = 0;
    while (hits != null) {
      n++;
    }
    return n;
  }
}
