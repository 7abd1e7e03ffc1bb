package io.procpool.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.Pool;
import io.procpool.PoolStatistics.ExitReason;

/** Counts of ended workers. A successor may run tasks before its predecessor's end is counted. */
public final class Exits {

  private Exits() {}

  /** Returns when as many workers of the pool have ended for this reason; fails if they do not. */
  public static void awaitExits(Pool pool, ExitReason reason, long count) {
    await()
        .atMost(Gate.LIMIT)
        .untilAsserted(
            () -> assertEquals(count, pool.statistics().workerExits().get(reason), "" + reason));
  }
}
