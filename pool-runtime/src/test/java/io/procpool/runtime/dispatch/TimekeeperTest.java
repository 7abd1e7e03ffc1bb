package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.MILLI;
import static io.procpool.runtime.dispatch.HandFedPool.NEVER;
import static io.procpool.runtime.dispatch.HandFedPool.SECOND;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Deliver;
import io.procpool.runtime.dispatch.PoolAction.Fail;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Interrupt;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Observe;
import io.procpool.runtime.dispatch.PoolAction.Resume;
import io.procpool.runtime.dispatch.PoolAction.Run;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolAction.Stop;
import io.procpool.runtime.dispatch.PoolAction.Withdraw;
import io.procpool.runtime.dispatch.PoolEvent.Observed;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimekeeperTest {

  /** Tasks may take 5 s, and 1 s more once interrupted. */
  private static final Limits LIMITED =
      new Limits(1, 1, 0, NEVER, 0, new Limits.Times(5 * SECOND, SECOND, 60 * SECOND, 0, SECOND));

  /** A pool of one worker with two items, of which it runs the first, for five seconds now. */
  private static HandFedPool overtime() {
    HandFedPool pool = ready(LIMITED);
    pool.add(2);
    pool.pass(5 * SECOND);
    pool.assertActions(new Observe(0));
    return pool;
  }

  @Test
  void taskIsInterruptedAfterItsTimeoutAndTheRestTakenBack() {
    HandFedPool pool = overtime();
    pool.feed(new Observed(0, 1, 5 * SECOND, false, false));
    pool.assertActions(new Interrupt(0, 0), new Withdraw(0, 1));
    pool.withdrawn(0, 1);
    pool.assertActions(new Resume(0, 1, 1));
  }

  @Test
  void taskThatYieldsFailsAndItsWorkerGoesOn() {
    HandFedPool pool = ready(LIMITED);
    Batch batch = pool.add(2);
    pool.pass(5 * SECOND);
    pool.feed(new Observed(0, 1, 5 * SECOND, false, false));
    pool.withdrawn(0, 1);
    pool.report(0, 0, 1, 5 * SECOND + 1);
    pool.assertActions(
        new Fail(batch, new Range(0, 1), new Failure.TimedOut(0)),
        new Run(0, batch, new Range(1, 2), 1));
  }

  @Test
  void taskThatDoesNotYieldEndsWithItsWorker() {
    HandFedPool pool = overtime();
    pool.feed(new Observed(0, 1, 5 * SECOND, false, false));
    pool.withdrawn(0, 1);
    assertEquals(pool.now() + SECOND, pool.state.wakeAt());
    pool.pass(SECOND);
    pool.assertActions(new Kill(0), new Start(1));
    pool.die(0, 1);
    assertInstanceOf(Failure.TimedOut.class, pool.actions(Fail.class).getFirst().failure());
    assertEquals(ExitReason.STOPPED, pool.actions(Forget.class).getFirst().reason());
  }

  @Test
  void taskThatBeganLaterHasItsOwnTime() {
    HandFedPool pool = overtime();
    pool.feed(new Observed(0, 2, 2 * SECOND, false, false));
    pool.assertActions();
    assertEquals(8 * SECOND, pool.state.wakeAt());
  }

  @Test
  void taskThatRunsIsBlamedAndNotOneThatIsNotReportedYet() {
    HandFedPool pool = overtime();
    pool.feed(new Observed(0, 2, 5 * SECOND, false, false));
    pool.assertActions(new Interrupt(0, 1));
    pool.report(0, 0, 1);
    assertEquals(0, pool.actions(Deliver.class).getFirst().index());
    pool.report(0, 1, 1, 6 * SECOND);
    assertEquals(new Range(1, 2), pool.actions(Fail.class).getFirst().items());
  }

  @Test
  void aTaskWhoseResultIsOnItsWayIsNotInterrupted() {
    HandFedPool pool = overtime();
    pool.feed(new Observed(0, 1, 0, false, false));
    pool.assertActions();
    pool.report(0, 0, 1);
    assertEquals(0, pool.actions(Deliver.class).getFirst().index());
  }

  @Test
  void aResultThatCameInTimeCountsThoughItsTaskWasInterrupted() {
    HandFedPool pool = overtime();
    pool.feed(new Observed(0, 1, 5 * SECOND, false, false));
    pool.withdrawn(0, 1);
    pool.report(0, 0, 1, 5 * SECOND);
    assertEquals(List.of(), pool.actions(Fail.class));
    assertEquals(0, pool.actions(Deliver.class).getFirst().index());
    pool.assertRuns("0: 1-2");
  }

  @Test
  void aTaskThatTookTooLongHasTimedOutThoughNobodyLooked() {
    HandFedPool pool = ready(LIMITED);
    Batch batch = pool.add(HandFedPool.batch(3, 3), 3);
    HandFedPool.TookEach took = new HandFedPool.TookEach(MILLI, 5 * SECOND + 1, MILLI);
    pool.feed(new PoolEvent.ItemsFinished(0, 0, took));
    assertEquals(
        List.of(new Fail(batch, new Range(1, 2), new Failure.TimedOut(0))),
        pool.actions(Fail.class));
    assertEquals(
        List.of(0L, 2L), pool.actions(Deliver.class).stream().map(Deliver::index).toList());
  }

  @Test
  void severalTasksThatTookLongTogetherAreAllInTime() {
    HandFedPool pool = ready(LIMITED);
    Batch batch = pool.add(HandFedPool.batch(3, 3), 3);
    HandFedPool.TookEach took = new HandFedPool.TookEach(3 * SECOND, 3 * SECOND, 3 * SECOND);
    pool.feed(new PoolEvent.ItemsFinished(0, 0, took));
    pool.assertActions(new Deliver(batch, 0, 3, took, 0));
  }

  @Test
  void aWorkerThatSendsAResultForLongIsNotKilled() {
    HandFedPool pool = overtime();
    for (int look = 0; look < 10; look++) {
      pool.feed(new Observed(0, 1, 0, false, true));
      pool.assertActions();
      pool.pass(5 * SECOND);
      pool.assertActions(new Observe(0));
    }
    pool.feed(new Observed(0, 1, 0, false, false));
    pool.pass(SECOND);
    pool.feed(new Observed(0, 1, 0, false, false));
    assertEquals(List.of(new Kill(0)), pool.actions(Kill.class));
  }

  @Test
  void workerThatBeginsNothingIsKilledAndItsItemsAreNotBlamed() {
    HandFedPool pool = overtime();
    pool.feed(new Observed(0, 0, 0, false, false));
    pool.assertActions();
    pool.pass(SECOND);
    pool.assertActions(new Observe(0));
    pool.feed(new Observed(0, 0, 0, false, false));
    pool.assertActions(new Kill(0), new Start(1));
    pool.die(0, 0);
    assertEquals(List.of(), pool.actions(Fail.class));
    pool.feed(new WorkerReady(1));
    pool.assertRuns("1: 0-1", "1: 1-2");
  }

  @Test
  void interruptedWorkerGetsNothingNew() {
    HandFedPool pool = overtime();
    pool.feed(new Observed(0, 1, 5 * SECOND, false, false));
    pool.withdrawn(0, 1);
    pool.add(1);
    pool.assertActions();
  }

  @Test
  void cancelLeavesAnInterruptedTaskItsGraceTime() {
    HandFedPool pool = ready(LIMITED);
    Batch batch = pool.add(1);
    pool.pass(5 * SECOND);
    pool.feed(new Observed(0, 1, 5 * SECOND, false, false));
    pool.feed(new PoolEvent.ItemsCancelled(batch, 0, true));
    pool.withdrawn(0, 1);
    pool.assertActions(new Resume(0, 1, 1));
    pool.pass(SECOND);
    pool.assertActions(new Kill(0), new Start(1));
  }

  @Test
  void workingWorkersAreLookedAtOnlyWhenTheirTimeIsOver() {
    HandFedPool pool = ready(LIMITED);
    pool.add(1);
    for (long seq = 0; seq < 1000; seq++) {
      pool.later(MILLI);
      pool.report(0, seq, 1);
      pool.add(1);
    }
    assertEquals(5 * SECOND, pool.state.wakeAt());
    pool.pass(4 * SECOND);
    pool.assertActions();
    assertEquals(6 * SECOND, pool.state.wakeAt());
  }

  @Test
  void withoutATimeoutNothingIsLookedAt() {
    HandFedPool pool = ready(fixed(1));
    pool.add(1);
    pool.pass(1_000 * SECOND);
    pool.assertActions();
    assertEquals(NEVER, pool.state.wakeAt());
  }

  @Test
  void workerThatDoesNotGetReadyIsKilled() {
    HandFedPool pool = new HandFedPool(LIMITED);
    assertEquals(60 * SECOND, pool.state.wakeAt());
    pool.pass(60 * SECOND);
    pool.assertActions(new Kill(0), new Start(1));
    pool.die(0, 0);
    pool.assertActions(new Forget(0, ExitReason.START_FAILED));
    pool.feed(new WorkerReady(0));
    pool.assertActions();
  }

  @Test
  void workerThatDoesNotLeaveIsKilled() {
    HandFedPool pool = ready(LIMITED);
    pool.feed(new PoolEvent.Shutdown());
    pool.assertActions(new Stop(0));
    pool.pass(SECOND);
    pool.assertActions(new Kill(0));
    pool.die(0, 0);
    assertEquals(ExitReason.CLOSED, pool.actions(Forget.class).getFirst().reason());
  }

  @Test
  void leavingWorkerHasTimeToEndItsTask() {
    HandFedPool pool = ready(fixed(1));
    pool.add(2);
    pool.report(0, 0, 1);
    pool.feed(new PoolEvent.ReplacementAsked(0));
    pool.withdrawn(0, 2);
    pool.feed(new WorkerReady(1));
    pool.pass(1_000 * SECOND);
    pool.assertActions();
    pool.report(0, 1, 1);
    pool.pass(SECOND - 1);
    pool.assertActions();
    pool.pass(1);
    pool.assertActions(new Kill(0));
  }

  @Test
  void timeNeverGoesBack() {
    HandFedPool pool = ready(LIMITED);
    pool.add(1);
    pool.pass(5 * SECOND);
    pool.later(-3 * SECOND);
    pool.feed(new Observed(0, 1, 5 * SECOND, false, false));
    assertEquals(List.of(new Interrupt(0, 0)), pool.actions(Interrupt.class));
    assertTrue(pool.state.wakeAt() > 5 * SECOND);
  }
}
