package io.procpool.surroundings.chaos;

import static io.procpool.surroundings.chaos.Ledger.requireEqual;

import io.procpool.JvmProcess;
import io.procpool.SharedQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Processes that put numbers into a queue until they are killed, and one that takes them: of each
 * process all come, once, in order, up to where it was killed.
 */
final class Streams {

  private static final int PROCESSES = 2;
  private static final int LARGE_EVERY = 500;
  private static final int LARGE = 100_000;

  private final String where;
  private final SharedQueue<long[]> queue;
  private final Ledger ledger;
  private final Random random;
  private final Map<Long, Long> lastOf = new HashMap<>();
  private final Deque<JvmProcess> putters = new ArrayDeque<>();
  private long started;

  Streams(String where, SharedQueue<long[]> queue, Ledger ledger, Random random) {
    this.where = where;
    this.queue = queue;
    this.ledger = ledger;
    this.random = random;
  }

  Void run() throws Exception {
    try {
      while (ledger.goesOn()) {
        while (putters.size() < PROCESSES) {
          putters.add(JvmProcess.start(Streams::put, queue, started++));
        }
        long pause = System.nanoTime() + 1_000_000_000L + random.nextLong(3_000_000_000L);
        while (ledger.goesOn() && System.nanoTime() < pause) {
          take(Duration.ofMillis(100));
        }
        killOne();
      }
      while (!putters.isEmpty()) {
        killOne();
      }
      while (take(Duration.ofMillis(500))) {
        // what is left
      }
    } finally {
      putters.forEach(JvmProcess::kill);
    }
    return null;
  }

  private void killOne() throws InterruptedException {
    JvmProcess first = putters.remove();
    first.kill();
    first.join();
    ledger.count("processes killed as they put " + where);
  }

  /** In its process: an array of its name and number, now and then a large one. */
  private static void put(SharedQueue<long[]> queue, long name) throws InterruptedException {
    for (long number = 0; ; number++) {
      long[] element = new long[number % LARGE_EVERY == LARGE_EVERY - 1 ? LARGE : 2];
      Arrays.fill(element, number);
      element[0] = name;
      queue.put(element);
    }
  }

  private boolean take(Duration limit) throws InterruptedException {
    long[] element = queue.poll(limit);
    if (element == null) {
      return false;
    }
    long number = element[element.length - 1];
    requireEqual(
        "number of process " + element[0] + " " + where,
        lastOf.getOrDefault(element[0], -1L) + 1,
        number);
    lastOf.put(element[0], number);
    ledger.count("elements taken " + where);
    return true;
  }
}
