package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.SECOND;
import static io.procpool.runtime.dispatch.HandFedPool.exit;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Fail;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolAction.Terminated;
import io.procpool.runtime.dispatch.PoolEvent.WorkerCorrupt;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokenPoolTest {

  @Test
  void threeStillbirthsInARowBreakAPoolWithoutWorkers() {
    HandFedPool pool = new HandFedPool(fixed(1));
    Batch batch = pool.add(5);
    pool.die(0, 0);
    pool.assertActions(new Forget(0, ExitReason.START_FAILED), new Start(1));
    pool.die(1, 0);
    pool.assertActions(new Forget(1, ExitReason.START_FAILED), new Start(2));
    pool.die(2, 0);
    pool.assertActions(
        new Forget(2, ExitReason.START_FAILED),
        new Fail(batch, new Range(0, 5), new Failure.PoolBroken(exit(2))));
  }

  @Test
  void brokenPoolFailsWhatComesLater() {
    HandFedPool pool = broken();
    Batch batch = pool.add(3);
    pool.assertActions(new Fail(batch, new Range(0, 3), new Failure.PoolBroken(exit(2))));
    pool.pass(100 * SECOND);
    pool.assertActions();
    assertEquals(HandFedPool.NEVER, pool.state.wakeAt());
  }

  private static HandFedPool broken() {
    HandFedPool pool = new HandFedPool(fixed(1));
    pool.die(0, 0);
    pool.die(1, 0);
    pool.die(2, 0);
    return pool;
  }

  @Test
  void brokenPoolTerminatesOnShutdown() {
    HandFedPool pool = broken();
    pool.feed(new PoolEvent.Shutdown());
    pool.assertActions(new Terminated());
  }

  @Test
  void startsAreBoundedWhenAllFail() {
    HandFedPool pool = new HandFedPool(fixed(50));
    int starts = pool.actions(Start.class).size();
    for (int worker = 0; worker < starts; worker++) {
      pool.die(worker, 0);
      starts += pool.actions(Start.class).size();
    }
    assertEquals(52, starts);
    assertEquals(0, pool.state.workerCount());
  }

  @Test
  void breakingEndsThoseThatStillStartAndTellsTheFirstReason() {
    HandFedPool pool = new HandFedPool(fixed(4));
    Batch batch = pool.add(1);
    pool.die(0, 0);
    pool.die(1, 0);
    pool.die(2, 0);
    assertEquals(List.of(new Kill(3), new Kill(4), new Kill(5)), pool.actions(Kill.class));
    assertEquals(1, pool.actions(Fail.class).size());
    pool.die(3, 0);
    pool.assertActions(new Forget(3, ExitReason.START_FAILED));
    pool.add(batch, 2);
    assertEquals(new Failure.PoolBroken(exit(2)), pool.actions(Fail.class).getFirst().failure());
  }

  @Test
  void poolWithAReadyWorkerPausesAndThenTriesOneAtATime() {
    HandFedPool pool = new HandFedPool(fixed(4));
    pool.feed(new WorkerReady(0));
    pool.die(1, 0);
    pool.die(2, 0);
    pool.die(3, 0);
    pool.assertActions(new Forget(3, ExitReason.START_FAILED));
    assertEquals(SECOND, pool.state.wakeAt());
    pool.die(4, 0);
    pool.die(5, 0);
    pool.pass(SECOND - 1);
    pool.assertActions();
    pool.pass(1);
    pool.assertActions(new Start(6));
    pool.add(10);
    assertEquals(List.of(), pool.actions(Start.class));
  }

  @Test
  void reportOfANewWorkerEndsTheDoubt() {
    HandFedPool pool = new HandFedPool(fixed(2));
    pool.add(5);
    pool.feed(new WorkerReady(0));
    pool.die(1, 0);
    pool.die(2, 0);
    pool.die(3, 0);
    pool.assertActions(new Forget(3, ExitReason.START_FAILED));
    pool.report(0, 0, 1);
    assertEquals(List.of(new Start(4)), pool.actions(Start.class));
  }

  @Test
  void reportsOfOldWorkersDoNotHideThatNewOnesFail() {
    HandFedPool pool = new HandFedPool(fixed(2));
    pool.add(50);
    pool.feed(new WorkerReady(0));
    pool.report(0, 0, 1, 20 * HandFedPool.MILLI);
    int worker = 1;
    for (int i = 0; i < 3; i++) {
      pool.die(worker++, 0);
      pool.report(0, i + 1, 1, 20 * HandFedPool.MILLI);
    }
    assertEquals(1, pool.state.workerCount());
  }

  @Test
  void deathOfAWorkerThatHadBegunSomethingIsNoStillbirth() {
    HandFedPool pool = new HandFedPool(fixed(1));
    pool.add(10);
    for (int worker = 0; worker < 9; worker++) {
      pool.feed(new WorkerReady(worker));
      pool.die(worker, 1);
      assertEquals(List.of(new Start(worker + 1)), pool.actions(Start.class));
    }
  }

  @Test
  void deathOfAWorkerThatWasReadyForLongIsNoStillbirth() {
    HandFedPool pool = ready(fixed(1));
    for (int worker = 0; worker < 9; worker++) {
      pool.later(SECOND);
      pool.die(worker, 0);
      assertEquals(List.of(new Start(worker + 1)), pool.actions(Start.class));
      pool.feed(new WorkerReady(worker + 1));
    }
  }

  @Test
  void deathRightAfterBeingReadyIsAStillbirth() {
    HandFedPool pool = ready(fixed(1));
    pool.die(0, 0);
    pool.feed(new WorkerReady(1));
    pool.die(1, 0);
    pool.feed(new WorkerReady(2));
    pool.die(2, 0);
    pool.assertActions(new Forget(2, ExitReason.DIED));
  }

  @Test
  void workersThatSpeakGarbageAtStartBreakThePoolWithTheirCause() {
    HandFedPool pool = new HandFedPool(fixed(1));
    Batch batch = pool.add(1);
    Throwable cause = new IllegalStateException("not of the protocol");
    for (int worker = 0; worker < 3; worker++) {
      pool.feed(new WorkerCorrupt(worker, cause));
      pool.die(worker, 0);
    }
    Fail fail = pool.actions(Fail.class).getFirst();
    assertSame(batch, fail.batch());
    assertSame(cause, ((Failure.PoolBroken) fail.failure()).lastExit().cause());
  }

  @Test
  void workersThePoolItselfEndsAreNoStillbirths() {
    HandFedPool pool = ready(fixed(5));
    pool.feed(new PoolEvent.Resized(1));
    for (Kill kill : pool.actions(Kill.class)) {
      pool.die(kill.worker(), 0);
    }
    for (int worker = 0; worker < 4; worker++) {
      pool.die(worker, 0);
    }
    pool.feed(new PoolEvent.Resized(3));
    assertEquals(2, pool.actions(Start.class).size());
  }

  @Test
  void leavingWorkerMayEndItsTaskInABrokenPool() {
    HandFedPool pool = ready(fixed(1));
    pool.add(2);
    pool.report(0, 0, 1);
    pool.feed(new PoolEvent.ReplacementAsked(0));
    pool.withdrawn(0, 2);
    pool.die(1, 0);
    pool.die(2, 0);
    pool.die(3, 0);
    assertTrue(pool.actions(Kill.class).isEmpty());
    pool.report(0, 1, 1);
    assertEquals(1, pool.actions(PoolAction.Deliver.class).size());
  }
}
