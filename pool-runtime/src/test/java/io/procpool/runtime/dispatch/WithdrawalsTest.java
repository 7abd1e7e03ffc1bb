package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.MILLI;
import static io.procpool.runtime.dispatch.HandFedPool.SECOND;
import static io.procpool.runtime.dispatch.HandFedPool.batch;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.paced;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Deliver;
import io.procpool.runtime.dispatch.PoolAction.Fail;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Interrupt;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Resume;
import io.procpool.runtime.dispatch.PoolAction.Run;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolAction.Withdraw;
import io.procpool.runtime.dispatch.PoolEvent.ItemsCancelled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {

  private static final Failure CANCELLED = new Failure.Cancelled();

  @Test
  void cancelledItemThatWaitsFailsAtOnce() {
    HandFedPool pool = new HandFedPool(fixed(1));
    Batch batch = pool.add(5);
    pool.feed(new ItemsCancelled(batch, 2, false));
    pool.assertActions(new Fail(batch, new Range(2, 5), CANCELLED));
    assertEquals(2, pool.state.queuedItems());
  }

  @Test
  void itemsThatComeAfterTheirCancelFailAtOnce() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(batch(0, 10), 1);
    pool.feed(new ItemsCancelled(batch, 3, false));
    pool.withdrawn(0, 1);
    pool.add(batch, 5);
    pool.assertActions(
        new Fail(batch, new Range(3, 5), CANCELLED), new Run(0, batch, new Range(1, 2), 1));
  }

  @Test
  void cancelledItemThatAWorkerHasIsTakenBack() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(2);
    pool.feed(new ItemsCancelled(batch, 1, false));
    pool.assertActions(new Withdraw(0, 1));
    pool.withdrawn(0, 1);
    pool.assertActions(new Fail(batch, new Range(1, 2), CANCELLED), new Resume(0, 1, 1));
  }

  @Test
  void takenBackItemsThatAreStillWantedAreSentAgain() {
    HandFedPool pool = ready(fixed(1));
    Batch first = pool.add(1);
    Batch second = pool.add(1);
    pool.feed(new ItemsCancelled(first, 0, false));
    pool.withdrawn(0, 0);
    pool.assertActions(
        new Fail(first, new Range(0, 1), CANCELLED),
        new Resume(0, 1, 0),
        new Run(0, second, new Range(0, 1), 0));
  }

  @Test
  void runningItemThatIsToStopIsInterruptedAndItsWorkerGoesOn() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(1);
    pool.feed(new ItemsCancelled(batch, 0, true));
    pool.withdrawn(0, 1);
    pool.assertActions(new Interrupt(0, 0), new Resume(0, 1, 1));
    Batch next = pool.add(1);
    pool.assertActions();
    pool.report(0, 0, 1);
    pool.assertActions(
        new Fail(batch, new Range(0, 1), CANCELLED), new Run(0, next, new Range(0, 1), 1));
  }

  @Test
  void runningItemThatDoesNotStopEndsWithItsWorker() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(1);
    pool.feed(new ItemsCancelled(batch, 0, true));
    pool.withdrawn(0, 1);
    assertEquals(pool.now() + SECOND, pool.state.wakeAt());
    pool.pass(SECOND - 1);
    pool.assertActions();
    pool.pass(1);
    pool.assertActions(new Kill(0), new Start(1));
    pool.die(0, 1);
    pool.assertActions(
        new Fail(batch, new Range(0, 1), CANCELLED), new Forget(0, ExitReason.STOPPED));
  }

  @Test
  void outcomeOfAnItemThatWasToStopIsNotDelivered() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(1);
    pool.feed(new ItemsCancelled(batch, 0, true));
    pool.withdrawn(0, 1);
    pool.report(0, 0, 1);
    pool.assertActions(new Fail(batch, new Range(0, 1), CANCELLED));
  }

  @Test
  void itemThatRunsIsBlamedAndNotOneFinishedBefore() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(2);
    pool.feed(new ItemsCancelled(batch, 0, true));
    pool.withdrawn(0, 2);
    Outcomes first = new HandFedPool.Took(1, MILLI);
    pool.feed(new PoolEvent.ItemsFinished(0, 0, first));
    pool.assertActions(new Deliver(batch, 0, 1, first, 0));
    pool.report(0, 1, 1);
    pool.assertActions(new Fail(batch, new Range(1, 2), CANCELLED));
  }

  @Test
  void runningItemMayEndUnlessItIsToStop() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(1);
    pool.feed(new ItemsCancelled(batch, 0, false));
    pool.withdrawn(0, 1);
    pool.assertActions(new Resume(0, 1, 1));
    pool.report(0, 0, 1);
    assertEquals(1, pool.actions(Deliver.class).size());
  }

  @Test
  void workerOfAnotherBatchIsLeftAlone() {
    HandFedPool pool = ready(fixed(1));
    Batch running = pool.add(1);
    Batch waiting = pool.add(1);
    pool.feed(new ItemsCancelled(waiting, 0, true));
    pool.withdrawn(0, 1);
    pool.assertActions(new Fail(waiting, new Range(0, 1), CANCELLED), new Resume(0, 1, 1));
    assertEquals(1, running.itemsHandedOut());
  }

  @Test
  void nothingIsSentBetweenWithdrawAndItsAnswer() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(2);
    pool.add(5);
    pool.feed(new ItemsCancelled(batch, 0, false));
    pool.assertActions(new Withdraw(0, 1));
  }

  @Test
  void workerIsWithdrawnFromOnceForTwoReasons() {
    HandFedPool pool = ready(fixed(2));
    Batch batch = pool.add(4);
    pool.report(0, 0, 1, 50 * MILLI);
    pool.later(MILLI);
    // Worker 0 will be idle: worker 1 has something for it, and something cancelled.
    pool.feed(new ItemsCancelled(batch, 2, false));
    assertEquals(List.of(new Withdraw(0, 1), new Withdraw(1, 1)), pool.actions(Withdraw.class));
  }

  @Test
  void whatIsTakenBackForACancelIsNotAllSentAgainAtOnce() {
    HandFedPool pool = ready(fixed(1));
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      batches.add(pool.add(paced(MILLI / 100, 1), 1));
    }
    assertEquals(10, batches.stream().mapToLong(Batch::itemsHandedOut).sum());
    pool.feed(new ItemsCancelled(batches.get(1), 0, true));
    pool.withdrawn(0, 1);
    assertEquals(1, pool.actions(Run.class).size());
    pool.report(0, 0, 1);
    assertEquals(8, batches.stream().mapToLong(Batch::itemsHandedOut).sum());
  }

  @Test
  void everyWithdrawalHasItsEpoch() {
    HandFedPool pool = ready(fixed(1));
    Batch first = pool.add(1);
    Batch second = pool.add(1);
    pool.feed(new ItemsCancelled(second, 0, false));
    pool.withdrawn(0, 1);
    pool.feed(new ItemsCancelled(first, 0, false));
    pool.assertActions(new Withdraw(0, 2));
    pool.withdrawn(0, 1);
    pool.assertActions(new Resume(0, 2, 1));
  }
}
