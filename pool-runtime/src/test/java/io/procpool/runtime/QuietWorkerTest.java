package io.procpool.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call costs a worker no changes of threads: the task thread does it alone. */
@Timeout(120)
class QuietWorkerTest {

  private static final int CALLS = 20_000;

  @Test
  void quickCallsDoNotWakeTheWatcher() {
    try (Pool pool = Pool.create(1)) {
      long begin = System.nanoTime();
      long before = pool.apply(QuietWorkerTest::waitsOfMain);
      for (int i = 0; i < CALLS; i++) {
        pool.apply(() -> 0);
      }
      long waits = pool.apply(QuietWorkerTest::waitsOfMain) - before;
      long ticks = (System.nanoTime() - begin) / 20_000_000; // it looks around by itself
      assertTrue(waits < ticks + CALLS / 10, waits + " waits in " + ticks + " ticks");
    }
  }

  /** How often the worker's first thread, the watcher, has waited. */
  private static Long waitsOfMain() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread.getThreadName().equals("main"))
        .findFirst()
        .orElseThrow()
        .getWaitedCount();
  }
}
