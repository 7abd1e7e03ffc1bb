package io.procpool.surroundings.chaos;

import static io.procpool.surroundings.chaos.Ledger.require;
import static io.procpool.surroundings.chaos.Ledger.requireEqual;

import io.procpool.AsyncResult;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.ResultIterator;
import io.procpool.SharedLongArray;
import io.procpool.TaskFailedException;
import io.procpool.WorkerDiedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A caller of a pool: calls of all kinds, one after the other, each result checked. */
final class PoolCalls {

  static final int PLACES = 4096;

  private static final int ITEMS = 50;
  private static final int ENDS = 9;
  private static final int EXHAUSTS = 10;
  private static final AtomicInteger CALLS = new AtomicInteger();

  private final Pool pool;
  private final SharedLongArray hits;
  private final ConcurrentMap<String, Integer> managed;
  private final Ledger ledger;
  private final Random random;

  PoolCalls(
      Pool pool,
      SharedLongArray hits,
      ConcurrentMap<String, Integer> managed,
      Ledger ledger,
      Random random) {
    this.pool = pool;
    this.hits = hits;
    this.managed = managed;
    this.ledger = ledger;
    this.random = random;
  }

  /** Calls until the run is over. */
  Void run() throws Exception {
    while (ledger.goesOn()) {
      int kind = random.nextInt(18);
      if (kind == ENDS || kind == EXHAUSTS) { // a JVM's start takes as long as many calls
        kind = random.nextInt(18);
      }
      try {
        one(kind, random.nextInt(1_000_000));
        ledger.count("calls of a pool");
      } catch (WorkerDiedException lost) {
        ledger.count("calls that lost a worker");
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof WorkerDiedException)) {
          throw e;
        }
        ledger.count("calls that lost a worker");
      }
    }
    return null;
  }

  private void one(int kind, int first) throws Exception {
    switch (kind) {
      case 0, 1, 2 -> hit(first);
      case 3, 4 -> merged(first);
      case 5 -> requireEqual("imap", squares(first), all(pool.imap(Work::square, numbers(first))));
      case 6 -> {
        List<Long> found = all(pool.imapUnordered(Work::square, numbers(first)));
        requireEqual("imapUnordered", squares(first), found.stream().sorted().toList());
      }
      case 7 -> left(first);
      case 8 -> refused(first);
      case ENDS -> ends(random.nextBoolean());
      case EXHAUSTS -> exhausted();
      case 11 -> unsendable();
      case 12, 13 -> large(first);
      case 14 -> largeCancelled(first);
      case 15 -> cancelled(first);
      case 16 -> late(first);
      default -> largeMap(first);
    }
  }

  private static List<Integer> numbers(int first) {
    return IntStream.range(first, first + ITEMS).boxed().toList();
  }

  private static List<Long> squares(int first) {
    return numbers(first).stream().map(Work::square).toList();
  }

  /** Each item runs once if the call succeeds, and never twice. */
  private void hit(int first) {
    int place = CALLS.incrementAndGet() % PLACES;
    hits.set(place, 0);
    try {
      requireEqual(
          "map",
          squares(first),
          pool.map(number -> Work.hitAndSquare(place, number), numbers(first)));
      requireEqual("runs of a map's items", (long) ITEMS, hits.get(place));
    } finally {
      long runs = hits.get(place);
      require(runs <= ITEMS, "items that ran twice: runs=" + runs);
      ledger.count("tasks", runs);
    }
  }

  /** As {@link #hit}, told by a manager's map. */
  private void merged(int first) {
    String key = "call-" + CALLS.incrementAndGet();
    ConcurrentMap<String, Integer> map = managed;
    try {
      requireEqual(
          "map with a manager",
          squares(first),
          pool.map(number -> Work.merge(map, key, number), numbers(first)));
      requireEqual("merges", ITEMS, map.get(key));
      ledger.count("messages to a manager", 2L * ITEMS);
    } finally {
      Integer merges = map.remove(key);
      require(merges == null || merges <= ITEMS, "merges that came twice: merges=" + merges);
    }
  }

  private static <T> List<T> all(Iterator<T> results) {
    List<T> list = new ArrayList<>();
    results.forEachRemaining(list::add);
    return list;
  }

  /** Leaves an iterator early. */
  private void left(int first) {
    try (ResultIterator<Long> results = pool.imap(Work::square, numbers(first))) {
      for (int i = 0; i < random.nextInt(ITEMS); i++) {
        requireEqual("imap left early", Work.square(first + i), results.next());
      }
    }
  }

  private void refused(int number) {
    try {
      pool.apply(Work::refuse, number);
      throw new AssertionError("the exception of a task was not told");
    } catch (TaskFailedException told) {
      requireEqual("cause", "refused " + number, String.valueOf(told.getCause().getMessage()));
    }
  }

  private void ends(boolean orderly) {
    int result = orderly ? pool.apply(Work::exit) : pool.apply(Work::halt);
    throw new AssertionError("a worker that ended gave a result: " + result);
  }

  private void exhausted() {
    try {
      throw new AssertionError("there was memory: " + pool.apply(Work::exhaust));
    } catch (TaskFailedException told) {
      require(told.getCause() instanceof OutOfMemoryError, "cause: " + told.getCause());
      ledger.count("tasks without memory");
    }
  }

  private void unsendable() {
    try {
      throw new AssertionError("a thread came: " + pool.apply(Work::unsendable));
    } catch (NotSendableException refused) {
      ledger.count("results that cannot be sent");
    }
    try {
      throw new AssertionError("a thread went: " + pool.apply(Object::hashCode, new Thread()));
    } catch (NotSendableException refused) {
      ledger.count("arguments that cannot be sent");
    }
  }

  private void large(long seed) {
    long[] numbers = Work.large(seed);
    require(Arrays.equals(numbers, pool.apply(Work::large, seed)), "a large result is another");
    requireEqual("sum of a large argument", Work.sum(numbers), pool.apply(Work::sum, numbers));
    ledger.count("large arrays", 2);
  }

  /** Lanes are taken from calls that do not want them any more. */
  private void largeCancelled(long seed) throws Exception {
    long[] numbers = Work.large(seed);
    List<AsyncResult<long[]>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(pool.applyAsync(array -> array, numbers));
    }
    for (AsyncResult<long[]> result : results) {
      if (random.nextBoolean()) {
        pause();
        result.cancel(random.nextBoolean());
      }
    }
    Arrays.fill(numbers, -1); // what they were given is what they see
    for (AsyncResult<long[]> result : results) {
      try {
        require(Arrays.equals(Work.large(seed), result.get()), "a large array is another");
      } catch (CancellationException expected) {
        ledger.count("cancelled calls with large arrays");
      }
    }
  }

  private void largeMap(long seed) {
    List<Long> seeds = List.of(seed, seed + 1, seed + 2, seed + 3);
    List<long[]> arrays = pool.map(Work::large, seeds);
    for (int i = 0; i < seeds.size(); i++) {
      require(Arrays.equals(Work.large(seed + i), arrays.get(i)), "a large array is another's");
    }
    ledger.count("large arrays", seeds.size());
  }

  private void cancelled(int number) throws Exception {
    boolean endless = random.nextBoolean();
    AsyncResult<Long> result =
        endless ? pool.applyAsync(Work::endless) : pool.applyAsync(Work::square, number);
    pause();
    result.cancel(true);
    try {
      requireEqual("a result that came before its cancel", Work.square(number), result.get());
      require(!endless, "an endless task ended");
    } catch (CancellationException expected) {
      ledger.count("cancelled calls");
    }
  }

  private void late(int number) throws Exception {
    AsyncResult<Long> result = pool.applyAsync(Work::square, number);
    try {
      requireEqual("in time", Work.square(number), result.get(Duration.ofNanos(50_000)));
    } catch (TimeoutException notYet) {
      requireEqual("later", Work.square(number), result.get());
      ledger.count("results that were late");
    }
  }

  private void pause() throws InterruptedException {
    Thread.sleep(Duration.ofNanos(random.nextInt(3_000_000)));
  }
}
