package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.MILLI;
import static io.procpool.runtime.dispatch.HandFedPool.NEVER;
import static io.procpool.runtime.dispatch.HandFedPool.PATIENT;
import static io.procpool.runtime.dispatch.HandFedPool.batch;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.runtime.dispatch.PoolAction.Observe;
import io.procpool.runtime.dispatch.PoolAction.Withdraw;
import io.procpool.runtime.dispatch.PoolEvent.Observed;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebalanceTest {

  /** One worker of two is ready and has two items. */
  private static HandFedPool uneven(Batch batch, int items) {
    HandFedPool pool = new HandFedPool(fixed(2));
    pool.feed(new WorkerReady(0));
    pool.add(batch, items);
    pool.feed(new WorkerReady(1));
    return pool;
  }

  @Test
  void idleWorkerTakesWhatAnotherHasWaiting() {
    HandFedPool pool = uneven(batch(0, 2), 2);
    pool.pass(MILLI);
    pool.assertActions(new Withdraw(0, 1));
    pool.withdrawn(0, 1);
    pool.assertRuns("1: 1-2");
  }

  @Test
  void workIsNotTakenAsSoonAsItIsGiven() {
    HandFedPool pool = uneven(batch(0, 2), 2);
    pool.assertActions();
    assertTrue(pool.state.wakeAt() <= pool.now() + MILLI, "wakes in time");
  }

  @Test
  void nothingIsTakenWhileNoMoreWorkersMayBeBusy() {
    HandFedPool pool = ready(new Limits(1, 1, 1, NEVER, 0, PATIENT));
    pool.add(2);
    pool.pass(MILLI);
    pool.assertActions();
  }

  @Test
  void chunkThatTheCallerSizedStaysWhole() {
    HandFedPool pool = uneven(batch(10, 10), 10);
    pool.pass(50 * MILLI);
    pool.assertActions();
  }

  @Test
  void secondChunkThatTheCallerSizedIsTaken() {
    HandFedPool pool = uneven(batch(10, 20), 20);
    pool.pass(MILLI);
    pool.assertActions(new Withdraw(0, 1));
    pool.withdrawn(0, 1);
    pool.assertRuns("1: 1-10", "0: 10-20");
  }

  @Test
  void workerThatHasOneItemForLongIsAskedWhetherItBegan() {
    HandFedPool pool = ready(fixed(2));
    pool.add(1);
    pool.pass(Rebalance.LATE_NANOS);
    pool.assertActions(new Observe(1));
    pool.feed(new Observed(1, 1, 0, false, false));
    pool.assertActions();
    pool.pass(10 * Rebalance.LATE_NANOS);
    pool.assertActions();
  }

  @Test
  void itemThatAHangingWorkerDoesNotBeginGoesToAnIdleOne() {
    HandFedPool pool = ready(fixed(2));
    pool.add(1);
    pool.assertRuns("1: 0-1");
    pool.pass(Rebalance.LATE_NANOS);
    pool.feed(new Observed(1, 0, 0, false, false));
    pool.assertActions(new Withdraw(1, 1));
    pool.withdrawn(1, 0);
    pool.assertRuns("0: 0-1");
  }

  @Test
  void itemThatAWorkerStillReceivesStaysWithIt() {
    HandFedPool pool = ready(fixed(2));
    pool.add(1);
    for (int i = 0; i < 20; i++) {
      pool.pass(Rebalance.LATE_NANOS);
      pool.assertActions(new Observe(1));
      pool.feed(new Observed(1, 0, 0, true, false));
      pool.assertActions();
    }
    pool.pass(Rebalance.LATE_NANOS);
    pool.feed(new Observed(1, 0, 0, false, false));
    pool.assertActions(new Withdraw(1, 1));
  }

  @Test
  void eachWorkerThatDoesNotBeginAnItemGivesTheNextTwiceTheTime() {
    HandFedPool pool = ready(fixed(2));
    pool.add(1);
    int worker = 1;
    long patience = Rebalance.LATE_NANOS;
    for (int withdrawals = 1; withdrawals <= 10; withdrawals++) {
      pool.pass(patience - 1);
      pool.assertActions();
      pool.pass(1);
      pool.feed(new Observed(worker, 0, 0, false, false));
      assertEquals(1, pool.actions(Withdraw.class).size());
      pool.withdrawn(worker, 0);
      worker = 1 - worker;
      pool.assertRuns(worker + ": 0-1");
      patience *= 2;
    }
  }

  @Test
  void workerThatGaveWorkBackIsUsedLast() {
    HandFedPool pool = ready(fixed(3));
    pool.add(1);
    pool.pass(Rebalance.LATE_NANOS);
    pool.feed(new Observed(2, 0, 0, false, false));
    pool.withdrawn(2, 0);
    pool.assertRuns("1: 0-1");
    pool.add(2);
    pool.assertRuns("0: 0-1", "2: 1-2");
  }

  @Test
  void sameWorkIsNotGivenAndTakenForEver() {
    HandFedPool pool = uneven(batch(0, 1000), 2);
    int withdrawals = 0;
    for (int i = 0; i < 100; i++) {
      pool.pass(MILLI);
      for (Withdraw withdraw : pool.actions(Withdraw.class)) {
        withdrawals++;
        pool.withdrawn(withdraw.worker(), 0);
      }
    }
    assertEquals(1, withdrawals);
    assertEquals(2, pool.state.busyWorkers());
  }

  @Test
  void theOneWithMostGivesFirst() {
    HandFedPool pool = new HandFedPool(fixed(3));
    pool.feed(new WorkerReady(0));
    pool.feed(new WorkerReady(1));
    pool.add(4);
    pool.add(batch(30, 30), 30);
    pool.report(0, 0, 2, MILLI);
    pool.assertRuns("0: 0-30");
    pool.later(MILLI);
    pool.feed(new WorkerReady(2));
    assertEquals(List.of(new Withdraw(1, 1)), pool.actions(Withdraw.class));
  }
}
