package io.procpool.surroundings;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.TaskFailedException;
import io.procpool.WorkerDiedException;
import io.procpool.WorkerInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Callers of a pool whose workers are killed, stopped and crashed while they work. Every result is
 * checked; the first wrong one ends the run with exit code 1 and the seed that leads there.
 *
 * <p>Arguments: seconds to run, seed.
 */
public final class Chaos {

  private static final int CALLERS = 3;
  private static final int ITEMS = 50;

  private final long seed;
  private final long end;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Map<String, Integer> counts = new TreeMap<>();

  private Chaos(long seed, long seconds) {
    this.seed = seed;
    this.end = System.nanoTime() + seconds * 1_000_000_000;
  }

  /** Runs for the seconds given, and prints what was done. */
  public static void main(String[] args) throws Exception {
    Chaos chaos = new Chaos(Long.parseLong(args[1]), Long.parseLong(args[0]));
    System.out.println("seed " + chaos.seed);
    try {
      chaos.run();
    } catch (ExecutionException | AssertionError violation) {
      System.out.println("violation with seed " + chaos.seed);
      violation.printStackTrace(System.out);
      System.exit(1);
    }
    System.out.println(chaos.counts);
    System.out.println("all kept");
  }

  private void run() throws Exception {
    try (Pool pool = Pool.open(PoolOptions.defaults().withWorkers(2));
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        Random random = new Random(seed + caller);
        callers.add(threads.submit(() -> call(pool, random)));
      }
      Future<?> killer = threads.submit(() -> kill(pool, new Random(seed - 1)));
      try {
        for (Future<?> caller : callers) {
          caller.get();
        }
      } finally {
        running.set(false);
      }
      killer.get();
    }
    List<ProcessHandle.Info> left =
        ProcessHandle.current().children().map(ProcessHandle::info).toList();
    require(left.isEmpty(), "children left: " + left);
  }

  private Object call(Pool pool, Random random) throws Exception {
    while (running.get() && System.nanoTime() < end) {
      int first = random.nextInt(1_000_000);
      try {
        one(pool, random.nextInt(5), first);
        count("calls that succeeded");
      } catch (WorkerDiedException lost) {
        count("calls that lost a worker");
      }
    }
    return counts;
  }

  private void one(Pool pool, int kind, int first) throws Exception {
    List<Integer> numbers = IntStream.range(first, first + ITEMS).boxed().toList();
    List<Long> squares = numbers.stream().map(Chaos::square).toList();
    switch (kind) {
      case 0 -> requireEqual("map", squares, pool.map(Chaos::square, numbers));
      case 1 -> requireEqual("imap", squares, all(pool.imap(Chaos::square, numbers)));
      case 2 -> {
        List<Long> found = all(pool.imapUnordered(Chaos::square, numbers));
        requireEqual("imapUnordered", squares, found.stream().sorted().toList());
      }
      case 3 -> refused(pool, first);
      default -> halted(pool);
    }
  }

  private static void refused(Pool pool, int number) {
    try {
      pool.apply(
          x -> {
            throw new IllegalArgumentException("refused " + x);
          },
          number);
      throw new AssertionError("the exception of a task was not told");
    } catch (TaskFailedException told) {
      requireEqual("cause", "refused " + number, String.valueOf(told.getCause().getMessage()));
    }
  }

  private static void halted(Pool pool) {
    pool.apply(() -> {
      Runtime.getRuntime().halt(3);
      return 0;
    });
    throw new AssertionError("a halted worker gave a result");
  }

  private static long square(int number) {
    return (long) number * number;
  }

  private static <T> List<T> all(Iterator<T> results) {
    List<T> list = new ArrayList<>();
    results.forEachRemaining(list::add);
    return list;
  }

  /**
   * Kills, crashes or stops a busy worker about every half second. Those that start are spared:
   * three that end before their first task break a pool, as they should.
   */
  private Object kill(Pool pool, Random random) throws Exception {
    while (running.get()) {
      Thread.sleep(200 + random.nextInt(600));
      List<WorkerInfo> workers =
          pool.workers().stream()
              .filter(worker -> worker.state() == WorkerInfo.State.BUSY)
              .toList();
      if (!workers.isEmpty()) {
        long pid = workers.get(random.nextInt(workers.size())).pid();
        String signal = List.of("KILL", "SEGV", "STOP").get(random.nextInt(3));
        signal(signal, pid);
        if (signal.equals("STOP")) {
          Thread.sleep(random.nextInt(500));
          signal("CONT", pid);
        }
        count("signals " + signal);
      }
    }
    return counts;
  }

  private static void signal(String name, long pid) throws Exception {
    // A worker that has ended meanwhile is no fault: kill(1) says so by its exit code.
    new ProcessBuilder("/bin/kill", "-" + name, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private void count(String what) {
    synchronized (counts) {
      counts.merge(what, 1, Integer::sum);
    }
  }

  private static void requireEqual(String what, Object expected, Object found) {
    require(expected.equals(found), what + ": expected=" + expected + ", found=" + found);
  }

  private static void require(boolean holds, String violation) {
    if (!holds) {
      throw new AssertionError(violation);
    }
  }
}
