package io.procpool.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.Transport;
import io.procpool.WorkerInfo.State;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Interrupts reach a worker's user code, and never the protocol between its tasks. */
class TaskInterruptTest {

  @TempDir Path directory;

  private static PoolOptions options() {
    return PoolOptions.defaults().withWorkers(1);
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  /** In a task: leaves a thread behind that interrupts this one for ever, from the gate on. */
  private static long haunt(Gate begin, Gate many) {
    Thread task = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            boolean _ = begin.pass();
            for (int i = 0; i < 100; i++) {
              task.interrupt();
              TimeUnit.MILLISECONDS.sleep(1);
            }
            many.open();
            while (true) {
              task.interrupt();
              Thread.onSpinWait();
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return pid();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aThreadLeftBehindThatInterruptsTheTaskThreadBreaksNoWorker(Transport transport) {
    Gate begin = Gate.in(directory, "begin");
    Gate many = Gate.in(directory, "many");
    try (Pool pool = Pool.open(options().withTransport(transport))) {
      long pid = pool.apply(() -> haunt(begin, many));
      await()
          .atMost(Gate.LIMIT)
          .until(() -> pool.workers().stream().allMatch(w -> w.state() == State.IDLE));
      begin.open(); // it reads the channel now
      many.awaitOpen();
      for (int i = 0; i < 200; i++) {
        assertEquals(pid, pool.apply(TaskInterruptTest::pid));
      }
      byte[] large = new byte[20_000_000];
      large[large.length - 1] = 1;
      assertArrayEquals(large, pool.apply(bytes -> bytes, large));
      assertEquals(pid, pool.apply(TaskInterruptTest::pid));
    }
  }

  @Test
  void aTaskCanInterruptItselfAndItsThreadGroup() throws Exception {
    try (Pool pool = Pool.open(options())) {
      long pid = pool.apply(TaskInterruptTest::pid);
      assertTrue(
          pool.apply(() -> {
            Thread.currentThread().interrupt();
            return Thread.interrupted();
          }));
      assertTrue(
          pool.apply(() -> {
            Thread.currentThread().getThreadGroup().interrupt();
            return Thread.interrupted();
          }));
      assertEquals(pid, pool.submit(TaskInterruptTest::pid).get(60, SECONDS));
    }
  }

  @Test
  void anInitializerAndAFinalizerCanBeInterruptedByWhatTheyStart() {
    Gate never = Gate.in(directory, "never");
    Gate initialized = Gate.in(directory, "initialized");
    Gate finalized = Gate.in(directory, "finalized");
    try (Pool pool =
        Pool.open(
            options()
                .withInitializer(() -> openWhenInterrupted(never, initialized))
                .withFinalizer(() -> openWhenInterrupted(never, finalized)))) {
      assertTrue(pool.apply(() -> initialized.isOpen() && !Thread.currentThread().isInterrupted()));
    }
    assertTrue(finalized.isOpen());
  }

  private static void openWhenInterrupted(Gate never, Gate interrupted) {
    Thread here = Thread.currentThread();
    Thread.ofPlatform().start(here::interrupt);
    try {
      boolean _ = never.pass();
    } catch (InterruptedException e) {
      interrupted.open();
      here.interrupt(); // as is good custom
    }
  }
}
