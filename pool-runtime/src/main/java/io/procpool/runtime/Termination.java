package io.procpool.runtime;

import io.procpool.runtime.dispatch.RunningClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A pool's end: what is done first, and who waits for it. Any thread may call. */
final class Termination {

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private final String pool;
  private final Executor executor;
  private final CountDownLatch done = new CountDownLatch(1);
  private final List<Runnable> actions = new ArrayList<>(0); // guarded by this
  private boolean begun; // guarded by this

  /** To come; actions will run on {@code executor}. */
  Termination(String pool, Executor executor) {
    this.pool = pool;
    this.executor = executor;
  }

  /** Runs the action before the end is told; at once if it has come already. */
  void before(Runnable action) {
    synchronized (this) {
      if (!begun) {
        actions.add(action);
        return;
      }
    }
    run(action);
  }

  /** All workers are gone. Quick; only the first call does something. */
  void begin() {
    List<Runnable> first;
    synchronized (this) {
      if (begun) {
        return;
      }
      begun = true;
      first = List.copyOf(actions);
      actions.clear();
    }
    if (first.isEmpty()) {
      done.countDown();
      return;
    }
    executor.execute(() -> {
      first.forEach(this::run);
      done.countDown();
    });
  }

  private void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "pool " + pool + ": an action at its end threw", e);
    }
  }

  boolean isDone() {
    return done.getCount() == 0;
  }

  /** Waits for the end; false if the time is up first. */
  boolean await(long nanos) throws InterruptedException {
    return new RunningClock().await(nanos, slice -> done.await(slice, TimeUnit.NANOSECONDS));
  }
}
