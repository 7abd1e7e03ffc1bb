package io.procpool.samples;

import static java.util.Objects.requireNonNull;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.SharedLock;
import io.procpool.SharedQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a lock and a queue reach a job in another process, and how they do not. The job prints its
 * index under the lock and puts it into the queue; there are ten jobs, and three at a time.
 */
public final class FourScenarios {

  private static final int AT_A_TIME = 3;
  private static final List<Integer> INDEXES = IntStream.range(0, 10).boxed().toList();

  /** What a worker has inherited. */
  private record Inherited(SharedLock lock, SharedQueue<Integer> queue) {}

  private static volatile @Nullable Inherited inherited;

  private FourScenarios() {}

  /** A job of one scenario; gives back what the queue held in the end. */
  private interface Jobs {
    List<Integer> run(SharedLock lock, SharedQueue<Integer> queue) throws Exception;
  }

  /** Runs the scenarios one after the other. */
  public static void main(String[] args) throws Exception {
    show(1, "Pool, lock and queue as a task's arguments", FourScenarios::asArguments);
    showManaged(2, "Pool, a manager's lock and queue as arguments", FourScenarios::asArguments);
    show(
        3,
        "a process per job, at most three at once, plain lock and queue",
        FourScenarios::inProcesses);
    showManaged(4, "the same with a manager's lock and queue", FourScenarios::inProcesses);
    show(5, "Pool, lock and queue through the initializer", FourScenarios::inheritedByWorkers);
  }

  private static void show(int number, String title, Jobs jobs) throws Exception {
    System.out.println("Scenario " + number + ": " + title);
    try (SharedLock lock = SharedLock.create();
        SharedQueue<Integer> queue = SharedQueue.create(INDEXES.size())) {
      System.out.println("  came back: " + jobs.run(lock, queue));
    } catch (IllegalStateException e) {
      System.out.println("  refused: " + e.getMessage());
    }
  }

  private static void showManaged(int number, String title, Jobs jobs) throws Exception {
    System.out.println("Scenario " + number + ": " + title);
    try (Manager manager = Manager.start()) {
      System.out.println("  came back: " + jobs.run(manager.lock(), manager.queue(INDEXES.size())));
    }
  }

  private static List<Integer> asArguments(SharedLock lock, SharedQueue<Integer> queue) {
    try (Pool pool = Pool.create(AT_A_TIME)) {
      pool.map(index -> job(new Inherited(lock, queue), index), INDEXES);
      return contents(queue);
    }
  }

  private static List<Integer> inProcesses(SharedLock lock, SharedQueue<Integer> queue)
      throws InterruptedException {
    ArrayDeque<JvmProcess> running = new ArrayDeque<>();
    for (int index : INDEXES) {
      if (running.size() == AT_A_TIME) {
        running.remove().join();
      }
      running.add(JvmProcess.start(FourScenarios::jobOfProcess, lock, queue, index));
    }
    for (JvmProcess process : running) {
      process.join();
    }
    return contents(queue);
  }

  private static void jobOfProcess(SharedLock lock, SharedQueue<Integer> queue, int index) {
    job(new Inherited(lock, queue), index);
  }

  private static List<Integer> inheritedByWorkers(SharedLock lock, SharedQueue<Integer> queue) {
    PoolOptions options =
        PoolOptions.defaults()
            .withWorkers(AT_A_TIME)
            .withInitializer(FourScenarios::inherit, lock, queue);
    try (Pool pool = Pool.open(options)) {
      pool.map(index -> job(requireNonNull(inherited, "the initializer has run"), index), INDEXES);
      return contents(queue);
    }
  }

  private static void inherit(SharedLock lock, SharedQueue<Integer> queue) {
    inherited = new Inherited(lock, queue);
  }

  private static int job(Inherited shared, int index) {
    shared.lock().lock();
    try {
      System.out.println("  job " + index);
    } finally {
      shared.lock().unlock();
    }
    if (!shared.queue().offer(index)) {
      throw new IllegalStateException("the queue has room for every index");
    }
    return index;
  }

  /** What the queue holds, sorted: jobs end in any order. */
  private static List<Integer> contents(SharedQueue<Integer> queue) {
    List<Integer> indexes = new ArrayList<>();
    queue.drainTo(indexes);
    Collections.sort(indexes);
    return indexes;
  }
}
