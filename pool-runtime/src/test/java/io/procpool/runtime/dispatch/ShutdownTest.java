package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.NEVER;
import static io.procpool.runtime.dispatch.HandFedPool.PATIENT;
import static io.procpool.runtime.dispatch.HandFedPool.SECOND;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Deliver;
import io.procpool.runtime.dispatch.PoolAction.Fail;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolAction.Stop;
import io.procpool.runtime.dispatch.PoolAction.Terminated;
import io.procpool.runtime.dispatch.PoolAction.Withdraw;
import io.procpool.runtime.dispatch.PoolEvent.Shutdown;
import io.procpool.runtime.dispatch.PoolEvent.ShutdownNow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {

  private static final Failure CANCELLED = new Failure.Cancelled();

  @Test
  void poolThatNeverStartedTerminatesAtOnce() {
    HandFedPool pool = new HandFedPool(new Limits(1, 0, 0, NEVER, 0, PATIENT));
    pool.feed(new Shutdown());
    pool.assertActions(new Terminated());
  }

  @Test
  void idleWorkersLeaveAndThenItTerminatesOnce() {
    HandFedPool pool = ready(fixed(2));
    pool.feed(new Shutdown());
    pool.assertActions(new Stop(0), new Stop(1));
    pool.die(0, 0);
    pool.assertActions(new Forget(0, ExitReason.CLOSED));
    pool.die(1, 0);
    pool.assertActions(new Forget(1, ExitReason.CLOSED), new Terminated());
    assertEquals(NEVER, pool.state.wakeAt());
    pool.feed(new Shutdown());
    pool.assertActions();
    pool.feed(new ShutdownNow());
    pool.assertActions();
    pool.pass(SECOND);
    pool.assertActions();
  }

  @Test
  void leavingHasNoLimitForAWorkerThatWaitsForItsChildren() {
    HandFedPool pool = ready(fixed(2));
    pool.feed(new Shutdown());
    pool.feed(new PoolEvent.WorkerLingers(0));
    pool.pass(SECOND);
    pool.assertActions(new Kill(1));
    assertEquals(NEVER, pool.state.wakeAt());
    pool.feed(new ShutdownNow());
    pool.assertActions(new Kill(0));
  }

  @Test
  void whatWaitsIsStillRun() {
    HandFedPool pool = new HandFedPool(fixed(1));
    pool.add(3);
    pool.feed(new Shutdown());
    pool.assertActions();
    pool.feed(new PoolEvent.WorkerReady(0));
    pool.assertRuns("0: 0-1", "0: 1-2");
    pool.report(0, 0, 2, SECOND);
    pool.assertRuns("0: 2-3");
    pool.report(0, 2, 1);
    assertEquals(1, pool.actions(Deliver.class).size());
    assertEquals(List.of(new Stop(0)), pool.actions(Stop.class));
  }

  @Test
  void workerThatDiesWithWorkLeftIsStillReplaced() {
    HandFedPool pool = ready(fixed(1));
    pool.add(2);
    pool.feed(new Shutdown());
    pool.die(0, 1);
    assertEquals(List.of(new Start(1)), pool.actions(Start.class));
  }

  @Test
  void workersWithoutWorkAreNotReplaced() {
    HandFedPool pool = ready(fixed(2));
    pool.add(1);
    pool.feed(new Shutdown());
    pool.assertActions(new Stop(0));
    pool.die(0, 0);
    pool.assertActions(new Forget(0, ExitReason.CLOSED));
  }

  @Test
  void shutdownNowGivesUpEverythingAtOnce() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(5);
    pool.feed(new ShutdownNow());
    pool.assertActions(
        new Fail(batch, new Range(2, 5), CANCELLED), new Withdraw(0, 1), new Kill(0));
    pool.withdrawn(0, 1);
    pool.assertActions(new Fail(batch, new Range(1, 2), CANCELLED));
    pool.die(0, 1);
    pool.assertActions(
        new Fail(batch, new Range(0, 1), CANCELLED),
        new Forget(0, ExitReason.CLOSED),
        new Terminated());
  }

  @Test
  void whatEndedBeforeTheKillIsDelivered() {
    HandFedPool pool = ready(fixed(1));
    pool.add(1);
    pool.feed(new ShutdownNow());
    pool.withdrawn(0, 1);
    pool.report(0, 0, 1);
    assertEquals(1, pool.actions(Deliver.class).size());
  }

  @Test
  void itemsThatComeAfterShutdownNowFail() {
    HandFedPool pool = ready(fixed(1));
    pool.feed(new ShutdownNow());
    Batch batch = pool.add(2);
    pool.assertActions(new Fail(batch, new Range(0, 2), CANCELLED));
  }

  @Test
  void itemsThatComeAfterTheEndFail() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(1);
    pool.feed(new Shutdown());
    pool.report(0, 0, 1);
    pool.die(0, 1);
    pool.add(batch, 3);
    pool.assertActions(new Fail(batch, new Range(1, 3), CANCELLED));
    pool.add(2);
    assertEquals(1, pool.actions(Fail.class).size());
    assertEquals(0, pool.state.queuedItems());
  }
}
