package io.procpool.benchmarks.cases;

import io.procpool.Manager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls of an object in a manager's process, by one thread or by several at once. */
final class ManagerCalls implements Case {

  private static final int CALLS = 8000;

  private final Manager manager = Manager.start();
  private final ExecutorService threads;
  private final int callers;
  private final Loop loop;

  /** Calls an object so many times; how many calls that were. */
  @FunctionalInterface
  interface Loop {
    /** Runs in a thread of its own. */
    int run(int times) throws Exception;
  }

  /** Makes the object to be called. */
  @FunctionalInterface
  interface Target {
    /** The loop that calls it. */
    Loop in(Manager manager);
  }

  ManagerCalls(int callers, Target target) {
    this.callers = callers;
    threads = Executors.newFixedThreadPool(callers);
    loop = target.in(manager);
  }

  static Loop put(Manager manager) {
    var map = manager.<Integer, Integer>map();
    return times -> {
      for (int i = 0; i < times; i++) {
        map.put(i & 255, i);
      }
      Check.same(256, map.size());
      return times;
    };
  }

  static Loop queue(Manager manager) {
    var queue = manager.<byte[]>queue();
    return times -> {
      for (int i = 0; i < times / 2; i++) {
        queue.put(new byte[480]);
      }
      for (int i = 0; i < times / 2; i++) {
        Check.same(480, queue.take().length);
      }
      return times;
    };
  }

  static Loop lock(Manager manager) {
    var lock = manager.lock();
    return times -> {
      int held = 0;
      for (int i = 0; i < times / 2; i++) {
        lock.lock();
        try {
          held++;
        } finally {
          lock.unlock();
        }
      }
      return 2 * held;
    };
  }

  @Override
  public Unit unit() {
    return Unit.CALLS_PER_SECOND;
  }

  @Override
  public double once() throws Exception {
    List<Future<Integer>> running = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < callers; i++) {
      running.add(threads.submit(() -> loop.run(CALLS)));
    }
    long calls = 0;
    for (Future<Integer> each : running) {
      calls += each.get();
    }
    return calls / ((System.nanoTime() - begin) / 1e9);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    manager.close();
  }
}
