package io.procpool.surroundings.chaos;

import io.procpool.Manager;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.SharedArray;
import io.procpool.SharedLongArray;
import io.procpool.SharedQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Callers of pools, and users of what processes share, whose workers and fellows are killed,
 * stopped and crashed while they work. Every result is checked; the first wrong one ends the run
 * with exit code 1 and the seed that leads there. In the end nothing is left.
 *
 * <p>Arguments: seconds to run, seed.
 */
public final class Chaos {

  private static final int CALLERS = 3;
  private static final Duration TASK_LIMIT = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofMillis(200);
  private static final Duration TO_REST = Duration.ofSeconds(30);

  private final long seed;
  private final Ledger ledger;

  private Chaos(long seed, long seconds) {
    this.seed = seed;
    this.ledger = new Ledger(seconds);
  }

  /** Runs for the seconds given, and prints what was done. */
  public static void main(String[] args) throws Exception {
    Chaos chaos = new Chaos(Long.parseLong(args[1]), Long.parseLong(args[0]));
    System.out.println("seed " + chaos.seed);
    try {
      new Chaos(0, 1).runAndRest(); // what stays of the first use
      Rest before = Rest.now();
      chaos.runAndRest();
      String more = before.awaitNoMore(TO_REST);
      Ledger.require(more.isEmpty(), "left behind: " + more);
    } catch (ExecutionException | AssertionError violation) {
      System.out.println(chaos.ledger);
      System.out.println("violation with seed " + chaos.seed);
      violation.printStackTrace(System.out);
      System.exit(1);
    }
    System.out.println(chaos.ledger);
    System.out.println("all kept");
  }

  private void runAndRest() throws Exception {
    PoolOptions options = PoolOptions.defaults().withWorkers(2);
    try (SharedLongArray hits = SharedArray.ofLong(PoolCalls.PLACES);
        Things shared = Things.inMemory();
        SharedQueue<long[]> queue = SharedQueue.create(64);
        Manager manager = Manager.start();
        Pool pool = Pool.open(options.withInitializer(Work::begin, hits));
        Pool limited =
            Pool.open(
                options
                    .withWorkers(1)
                    .withTaskTimeout(TASK_LIMIT)
                    .withGraceTime(GRACE)
                    .withInitializer(Work::begin, hits))) {
      List<Callable<Void>> all = new ArrayList<>();
      ConcurrentMap<String, Integer> map = manager.map();
      for (int caller = 0; caller < CALLERS; caller++) {
        all.add(new PoolCalls(pool, hits, map, ledger, random(caller))::run);
      }
      all.add(new LimitedCalls(limited, ledger, random(10))::run);
      all.add(new WorkerKiller(List.of(pool, limited), ledger, random(11))::run);
      all.add(new Scenes("in memory", shared, ledger, random(12))::run);
      Things managed = Things.in(manager);
      all.add(new Scenes("in a manager", managed, ledger, random(13))::run);
      all.add(
          new Inspector(List.of(pool, limited), List.of(shared, managed), manager, ledger)::run);
      all.add(new Streams("in memory", queue, ledger, random(14))::run);
      all.add(new Streams("in a manager", manager.queue(64), ledger, random(15))::run);
      runAll(all);
    }
  }

  private Random random(int number) {
    return new Random(seed * 31 + number);
  }

  /** The first failure ends all. */
  private void runAll(List<Callable<Void>> all) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
      ExecutorCompletionService<Void> ended = new ExecutorCompletionService<>(threads);
      all.forEach(ended::submit);
      try {
        for (int i = 0; i < all.size(); i++) {
          ended.take().get();
        }
      } catch (ExecutionException violation) {
        violation.getCause().printStackTrace(System.out);
        System.out.flush();
        throw violation;
      } finally {
        ledger.end();
      }
    }
  }
}
