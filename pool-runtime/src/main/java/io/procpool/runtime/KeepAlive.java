package io.procpool.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM alive for a pool, from its first task to its end and that of its callbacks, as the
 * threads of a {@link java.util.concurrent.ThreadPoolExecutor} do: by one thread that waits. It
 * must not refer to the pool as its user holds it, so that one nobody holds can be noticed.
 *
 * <p>A JVM that only idle pools keep alive makes no garbage, and so would never notice that nobody
 * holds them. So the thread waits for all others that keep the JVM alive, and then asks for a
 * collection, and again after ever longer pauses.
 */
final class KeepAlive {

  private static final long STACK_BYTES = 1 << 18;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MAX_DOUBLINGS = 15; // to some two hours
  private static final long WORK_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** All such threads of this JVM that run. */
  private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

  private final String threadName;
  private final Callbacks callbacks;
  private final BooleanSupplier working;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean begun; // written under this
  private @Nullable Thread thread; // guarded by this

  /**
   * Keeps nothing alive yet.
   *
   * @param working whether the pool has tasks now
   * @param daemon whether it never does
   */
  KeepAlive(String threadName, Callbacks callbacks, BooleanSupplier working, boolean daemon) {
    this.threadName = threadName;
    this.callbacks = callbacks;
    this.working = working;
    this.begun = daemon;
  }

  /** There is work. */
  void begin() {
    if (!begun) {
      start();
    }
  }

  private synchronized void start() {
    if (!begun) {
      Thread waits = new Thread(null, this::await, threadName, STACK_BYTES, false);
      waits.setDaemon(false);
      waits.setContextClassLoader(null); // it runs no code of the application
      waits.start();
      thread = waits;
      begun = true;
    }
  }

  /** Nothing is left that the JVM should live for, but callbacks. */
  synchronized void end() {
    end.countDown();
    if (thread != null) {
      thread.interrupt(); // it may wait for another thread
      thread = null;
    }
  }

  private void await() {
    THREADS.add(Thread.currentThread());
    boolean ended = false;
    while (!ended) {
      try {
        awaitEnd();
        callbacks.awaitNone();
        ended = true;
      } catch (InterruptedException e) {
        // The end; or one who interrupts all threads there are, and does not mean this one.
      }
    }
    THREADS.remove(Thread.currentThread());
  }

  private void awaitEnd() throws InterruptedException {
    int collections = 0;
    while (end.getCount() > 0) {
      Thread other = ProgramThreads.anyBut(THREADS);
      if (other != null) {
        other.join();
      } else if (working.getAsBoolean()) {
        collections = 0;
        boolean _ = end.await(WORK_PAUSE_NANOS, TimeUnit.NANOSECONDS);
      } else {
        System.gc();
        long pause = FIRST_PAUSE_NANOS << Math.min(collections++, MAX_DOUBLINGS);
        boolean _ = end.await(pause, TimeUnit.NANOSECONDS);
      }
    }
  }
}
