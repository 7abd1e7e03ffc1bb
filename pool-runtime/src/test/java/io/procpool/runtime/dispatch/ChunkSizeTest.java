package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.MILLI;
import static io.procpool.runtime.dispatch.HandFedPool.batch;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.paced;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.ipc.message.Delivery;
import org.junit.jupiter.api.Test;

class ChunkSizeTest {

  @Test
  void chunkIsOneItemWhileNothingIsMeasured() {
    assertEquals(1, ChunkSize.of(batch(0, 1_000_000), 4));
  }

  @Test
  void chunkIsAboutAMillisecondOfWorkWhereEachResultIsWaitedFor() {
    assertEquals(100, ChunkSize.of(paced(MILLI / 100, 1_000_000), 4));
  }

  @Test
  void chunkIsAboutTenMillisecondsOfWorkWhereResultsComeTogether() {
    Batch batch = batch(Delivery.TOGETHER, 0, 1_000_000);
    batch.pace().measured(1, MILLI / 100);
    assertEquals(1000, ChunkSize.of(batch, 4));
  }

  @Test
  void slowItemsGoOneByOne() {
    assertEquals(1, ChunkSize.of(paced(20 * MILLI, 1_000_000), 4));
  }

  @Test
  void chunkOfQuickItemsIsBounded() {
    assertEquals(ChunkSize.MAX_ITEMS, ChunkSize.of(paced(1, 1_000_000_000), 4));
  }

  @Test
  void chunkIsNeverMoreThanAFairShareOfTheRest() {
    assertEquals(1000 / (4 * 5), ChunkSize.of(paced(MILLI / 100, 1000), 5));
  }

  @Test
  void chunkIsAtLeastATenthOfAMillisecondOfWork() {
    assertEquals(100, ChunkSize.of(paced(MILLI / 1000, 1000), 5));
  }

  @Test
  void shortBatchIsSpreadOverAllWorkers() {
    assertEquals(20, ChunkSize.of(paced(MILLI / 200, 100), 5));
  }

  @Test
  void noChunkIsLessThanAHundredthOfAMillisecondOfWork() {
    assertEquals(10, ChunkSize.of(paced(MILLI / 1000, 20), 5));
    assertEquals(1, ChunkSize.of(paced(MILLI / 100, 20), 20));
  }

  @Test
  void chunkHasTheSizeTheCallerDemands() {
    Batch batch = batch(7, 1000);
    batch.pace().measured(1, 1);
    assertEquals(7, ChunkSize.of(batch, 4));
  }

  @Test
  void hugeDemandedChunkGoesInSeveralRuns() {
    HandFedPool pool = ready(fixed(1));
    pool.add(batch(1_000_000, 1_000_000), 1_000_000);
    pool.assertRuns("0: 0-65536");
  }

  @Test
  void runEndsWhereTheCallersChunkEnds() {
    HandFedPool pool = ready(fixed(2));
    pool.add(batch(10, 25), 25);
    pool.assertRuns("1: 0-10", "0: 10-20", "1: 20-25");
  }

  @Test
  void restOfATakenBackChunkKeepsItsBorders() {
    HandFedPool pool = ready(fixed(1));
    pool.add(batch(10, 30), 30);
    pool.assertRuns("0: 0-10", "0: 10-20");
    pool.die(0, 3);
    pool.feed(new PoolEvent.WorkerReady(1));
    pool.assertRuns("1: 3-10", "1: 10-20");
  }

  @Test
  void slownessIsLearntFromTheFirstReports() {
    HandFedPool pool = ready(fixed(1));
    pool.add(10_000);
    pool.assertRuns("0: 0-1", "0: 1-2");
    pool.report(0, 0, 1, MILLI / 100);
    pool.assertRuns("0: 2-102");
  }
}
