package io.procpool.samples;

import static java.util.Objects.requireNonNull;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.SharedLock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a lock reaches a job in another process, and how it does not. The job prints its index under
 * the lock and gives the index back; there are ten, and three workers.
 */
public final class FourScenarios {

  private static final int WORKERS = 3;
  private static final List<Integer> INDEXES = IntStream.range(0, 10).boxed().toList();

  /** A worker's own reference to the lock it inherited. */
  private static volatile @Nullable SharedLock inherited;

  private FourScenarios() {}

  private record Scenario(int number, String title, Callable<String> run) {}

  /** Runs the scenarios one after the other. */
  public static void main(String[] args) throws Exception {
    List<Scenario> scenarios =
        List.of(
            new Scenario(1, "Pool, lock as a task's argument", FourScenarios::lockAsArgument),
            new Scenario(5, "Pool, lock through the initializer", FourScenarios::lockInherited));
    for (Scenario scenario : scenarios) {
      System.out.println("Scenario " + scenario.number() + ": " + scenario.title());
      System.out.println("  " + scenario.run().call());
    }
  }

  private static String lockAsArgument() {
    try (SharedLock lock = SharedLock.create();
        Pool pool = Pool.create(WORKERS)) {
      return "came back: " + pool.apply(FourScenarios::job, lock, 0);
    } catch (IllegalStateException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static String lockInherited() {
    try (SharedLock lock = SharedLock.create();
        Pool pool =
            Pool.open(
                PoolOptions.defaults()
                    .withWorkers(WORKERS)
                    .withInitializer(FourScenarios::inherit, lock))) {
      return "came back: " + pool.map(FourScenarios::jobWithInheritedLock, INDEXES);
    }
  }

  private static void inherit(SharedLock lock) {
    inherited = lock;
  }

  private static int jobWithInheritedLock(int index) {
    return job(requireNonNull(inherited, "the initializer has run"), index);
  }

  private static int job(SharedLock lock, int index) {
    lock.lock();
    try {
      System.out.println("  job " + index);
    } finally {
      lock.unlock();
    }
    return index;
  }
}
