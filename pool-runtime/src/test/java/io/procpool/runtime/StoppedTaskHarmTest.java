package io.procpool.runtime;

import static io.procpool.acceptance.Exits.awaitExits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AbandonedLockException;
import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.PoolStatistics.ExitReason;
import io.procpool.SharedLock;
import io.procpool.TaskTimedOutException;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task that is stopped may leave its worker's JVM unusable: then no later task runs in it. */
@Timeout(120)
class StoppedTaskHarmTest {

  private static final PoolOptions PATIENT =
      PoolOptions.defaults().withWorkers(1).withGraceTime(Duration.ofSeconds(60));

  @TempDir Path directory;

  private Gate gate(String name) {
    return Gate.in(directory, name);
  }

  /** The first time it waits for ever, later it does not: as a download, or a cold database. */
  private static int slowAtFirst() {
    Gate begun = new Gate(System.getProperty("gate"));
    if (!begun.isOpen()) {
      begun.open();
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
    return 7;
  }

  private static final class Slow {
    static final int VALUE = slowAtFirst();
  }

  private Pool poolWith(PoolOptions options, Gate begun) {
    return Pool.open(options.withJvmOptions("-Dgate=" + begun.file()));
  }

  @Test
  void aClassWhoseInitializerTimedOutWorksInTheNextTask() throws Exception {
    PoolOptions options = PATIENT.withTaskTimeout(Duration.ofSeconds(3));
    try (Pool pool = poolWith(options, gate("begun"))) {
      AsyncResult<Integer> late = pool.applyAsync(() -> Slow.VALUE);
      AsyncResult<Integer> next = pool.applyAsync(() -> Slow.VALUE);
      assertEquals(7, next.get());
      ExecutionException failure = assertThrows(ExecutionException.class, late::get);
      assertEquals(TaskTimedOutException.class, failure.getCause().getClass());
      awaitExits(pool, ExitReason.RECYCLED, 1);
    }
  }

  @Test
  void aClassWhoseInitializerWasCancelledWorksInTheNextTask() {
    Gate begun = gate("begun");
    try (Pool pool = poolWith(PATIENT, begun)) {
      AsyncResult<Integer> unwanted = pool.applyAsync(() -> Slow.VALUE);
      begun.awaitOpen();
      assertTrue(unwanted.cancel(true));
      assertEquals(7, pool.apply(() -> Slow.VALUE));
    }
  }

  @Test
  void aTaskThatHidesThatItsClassFailedHarmsNoLaterOne() {
    Gate begun = gate("begun");
    try (Pool pool = poolWith(PATIENT, begun)) {
      AsyncResult<Integer> unwanted =
          pool.applyAsync(() -> {
            try {
              return Slow.VALUE;
            } catch (ExceptionInInitializerError e) {
              return 0;
            }
          });
      begun.awaitOpen();
      assertTrue(unwanted.cancel(true));
      assertEquals(7, pool.apply(() -> Slow.VALUE));
    }
  }

  /** Waits for the interrupt, leaves it pending, and only then initializes the class. */
  private static int initializeWhenInterrupted(Gate waits) {
    waits.open();
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return Slow.VALUE;
  }

  @Test
  void anInterruptThatAnInitializerFindsPendingHarmsNoLaterTask() {
    Gate waits = gate("waits");
    try (Pool pool = poolWith(PATIENT, gate("begun"))) {
      AsyncResult<Integer> unwanted = pool.applyAsync(() -> initializeWhenInterrupted(waits));
      waits.awaitOpen();
      assertTrue(unwanted.cancel(true));
      assertEquals(7, pool.apply(() -> Slow.VALUE));
    }
  }

  private static int sleepHolding(SharedLock lock, Gate holds) throws InterruptedException {
    lock.lock();
    holds.open();
    Thread.sleep(Long.MAX_VALUE);
    lock.unlock(); // not in finally
    return 0;
  }

  @Test
  void aSharedLockThatAStoppedTaskLeftLockedIsFreed() {
    Gate holds = gate("holds");
    try (SharedLock lock = SharedLock.create();
        Pool pool = Pool.open(PATIENT.withSharedArguments(true))) {
      AsyncResult<Integer> unwanted = pool.applyAsync(() -> sleepHolding(lock, holds));
      holds.awaitOpen();
      assertTrue(unwanted.cancel(true));
      assertThrows(AbandonedLockException.class, lock::lock);
      lock.unlock();
    }
  }

  /** A channel that all tasks of a worker share. */
  private static final class Shared {
    static final Pipe PIPE = open();

    private static Pipe open() {
      try {
        return Pipe.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static int readForEver(Gate reads) throws IOException {
    ReadableByteChannel source = Shared.PIPE.source();
    reads.open();
    return source.read(ByteBuffer.allocate(1));
  }

  private static boolean isOpen() {
    return Shared.PIPE.source().isOpen();
  }

  @Test
  void aSharedChannelThatAStoppedTaskUsedIsOpenForTheNext() {
    Gate reads = gate("reads");
    try (Pool pool = Pool.open(PATIENT)) {
      AsyncResult<Integer> unwanted = pool.applyAsync(() -> readForEver(reads));
      reads.awaitOpen();
      assertTrue(unwanted.cancel(true));
      assertTrue(pool.apply(StoppedTaskHarmTest::isOpen));
    }
  }
}
