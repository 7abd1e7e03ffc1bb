package io.procpool.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Runs callbacks, each on a virtual thread of its own; also after the pool's end, for who asks
 * late. Any thread may call.
 */
final class Callbacks implements Executor {

  private final ThreadFactory threads;
  private long running; // guarded by this

  Callbacks(String pool) {
    threads = Thread.ofVirtual().name(pool + "-callback-", 0).factory();
  }

  @Override
  public void execute(Runnable callback) {
    count(1);
    Thread thread =
        threads.newThread(() -> {
          try {
            callback.run();
          } finally {
            count(-1);
          }
        });
    thread.start();
  }

  private synchronized void count(int change) {
    running += change;
    if (running == 0) {
      notifyAll();
    }
  }

  /** Waits until none runs. */
  synchronized void awaitNone() throws InterruptedException {
    while (running > 0) {
      wait();
    }
  }
}
