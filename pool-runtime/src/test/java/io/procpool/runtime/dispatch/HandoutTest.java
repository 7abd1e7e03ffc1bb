package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.MILLI;
import static io.procpool.runtime.dispatch.HandFedPool.NEVER;
import static io.procpool.runtime.dispatch.HandFedPool.PATIENT;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.paced;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.procpool.ipc.message.Delivery;
import io.procpool.runtime.dispatch.PoolAction.Run;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import org.junit.jupiter.api.Test;

class HandoutTest {

  @Test
  void nothingIsSentToAWorkerThatIsNotReady() {
    HandFedPool pool = new HandFedPool(fixed(2));
    pool.add(5);
    pool.assertActions();
    pool.feed(new WorkerReady(1));
    pool.assertRuns("1: 0-1", "1: 1-2");
  }

  @Test
  void idleWorkersAreServedBeforeBusyOnes() {
    HandFedPool pool = ready(fixed(3));
    pool.add(3);
    pool.assertRuns("2: 0-1", "1: 1-2", "0: 2-3");
  }

  @Test
  void busyWorkersAreServedInTurn() {
    HandFedPool pool = ready(fixed(2));
    pool.add(4);
    pool.assertRuns("1: 0-1", "0: 1-2", "1: 2-3", "0: 3-4");
  }

  @Test
  void workerHasTwoChunksAndWaitsForAReport() {
    HandFedPool pool = ready(fixed(1));
    pool.add(5);
    pool.assertRuns("0: 0-1", "0: 1-2");
    pool.report(0, 0, 1, 20 * MILLI);
    pool.assertRuns("0: 2-3");
  }

  @Test
  void workerHasTwoMillisecondsOfQuickSingleItems() {
    HandFedPool pool = ready(fixed(1));
    int sent = 0;
    Pace pace = new Pace();
    pace.measured(1, MILLI / 10);
    for (int i = 0; i < 50; i++) {
      pool.add(new Batch(new BatchPayload() {}, sinkless(), pace, Delivery.EACH, 0, 1), 1);
      sent += pool.runs().size();
    }
    assertEquals(20, sent);
  }

  private static BatchSink sinkless() {
    return paced(1, 1).sink();
  }

  @Test
  void workerThatWorkedLastIsUsedFirst() {
    HandFedPool pool = ready(fixed(3));
    pool.add(2);
    pool.report(1, 0, 1);
    pool.report(2, 0, 1);
    pool.add(1);
    pool.assertRuns("2: 0-1");
  }

  @Test
  void noMoreWorkersAreBusyThanThePoolHas() {
    HandFedPool pool = ready(new Limits(1, 1, 2, NEVER, 0, PATIENT));
    pool.add(10);
    pool.assertRuns("2: 0-1", "2: 1-2");
    assertEquals(1, pool.state.busyWorkers());
    assertEquals(3, pool.state.workerCount());
  }

  @Test
  void batchesAreServedInTheOrderTheyCame() {
    HandFedPool pool = ready(fixed(1));
    Batch first = pool.add(3);
    Batch second = pool.add(2);
    pool.report(0, 0, 1, 20 * MILLI);
    assertSame(first, pool.actions(Run.class).getFirst().batch());
    pool.report(0, 1, 1, 20 * MILLI);
    assertSame(second, pool.actions(Run.class).getFirst().batch());
  }

  @Test
  void itemsOfADeadWorkerGoBeforeAllOthers() {
    HandFedPool pool = ready(fixed(1));
    Batch first = pool.add(2);
    pool.add(2);
    pool.die(0, 0);
    pool.feed(new WorkerReady(1));
    pool.assertRuns("1: 0-1", "1: 1-2");
    assertSame(first, pool.actions(Run.class).getFirst().batch());
  }

  @Test
  void itemsMayComeLittleByLittle() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = HandFedPool.batch(0, 0);
    pool.add(batch, 1);
    pool.assertRuns("0: 0-1");
    pool.add(batch, 2);
    pool.assertRuns("0: 1-2");
    pool.add(batch, 4);
    pool.report(0, 0, 2, 20 * MILLI);
    pool.assertRuns("0: 2-3", "0: 3-4");
  }

  @Test
  void queueCountsWhatHasNotStarted() {
    HandFedPool pool = ready(fixed(1));
    pool.add(10);
    assertEquals(9, pool.state.queuedItems());
  }
}
