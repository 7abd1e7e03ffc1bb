package io.procpool.runtime;

import io.procpool.Pool;
import io.procpool.WorkerInfo;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Kills a worker at random every 50 ms, of those that have done a task: else it might leave none
 * the time to do one.
 */
final class Killer implements AutoCloseable {

  private static final long PAUSE_MILLIS = 50;

  private final Pool pool;
  private final int most;
  private final Random random = Seeds.random();
  private final Set<Long> killed = new TreeSet<>(); // the thread's, until it has ended
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  Killer(Pool pool, int most) {
    this.pool = pool;
    this.most = most;
    this.thread = Thread.ofPlatform().name("killer").start(this::kill);
  }

  /** Kills no more; whom it has killed. */
  Set<Long> stop() throws InterruptedException {
    stopped.countDown();
    thread.join();
    return killed;
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private void kill() {
    try {
      while (killed.size() < most && !stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        List<Long> victims =
            pool.workers().stream()
                .filter(worker -> worker.finishedTasks() > 0)
                .map(WorkerInfo::pid)
                .filter(pid -> pid != 0 && !killed.contains(pid))
                .toList();
        if (!victims.isEmpty()) {
          long victim = victims.get(random.nextInt(victims.size()));
          if (Signals.KILL.trySend(victim)) {
            killed.add(victim);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
