package io.procpool.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Pool;
import io.procpool.WorkerDiedException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task ends its JVM, whose shutdown hooks never end. */
class StuckExitIT {

  private static void addAHookThatNeverEnds() {
    Runtime.getRuntime().addShutdownHook(new Thread(StuckExitIT::waitForEver));
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      waitForEver();
    }
  }

  @Test
  @Timeout(60)
  void aTaskThatExitsUnderAHookThatNeverEndsFailsAndThePoolGoesOn() {
    try (Pool pool = Pool.create(1)) {
      WorkerDiedException died =
          assertThrows(
              WorkerDiedException.class,
              () ->
                  pool.apply(() -> {
                    addAHookThatNeverEnds();
                    System.exit(3);
                  }));
      assertTrue(
          died.getMessage().contains("its shutdown hooks have not ended 10 s after"),
          died.getMessage());
      assertEquals(5, pool.apply(() -> 5));
    }
  }

  @Test
  @Timeout(60)
  void aPoolClosesThoughAHookOfItsWorkerNeverEnds() {
    Pool pool = Pool.create(1);
    pool.apply(StuckExitIT::addAHookThatNeverEnds);
    pool.close();
    assertTrue(pool.isTerminated());
  }
}
