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
import io.procpool.runtime.dispatch.PoolAction.StartsFail;
import io.procpool.runtime.dispatch.PoolAction.StartsWork;
import io.procpool.runtime.dispatch.PoolAction.Terminated;
import io.procpool.runtime.dispatch.PoolEvent.WorkerCorrupt;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.ArrayList;
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
        new Fail(batch, new Range(0, 5), new Failure.PoolBroken(exit(2), 3)));
  }

  @Test
  void brokenPoolFailsWhatComesSoonAfter() {
    HandFedPool pool = broken();
    pool.later(SECOND - 1);
    Batch batch = pool.add(3);
    pool.assertActions(new Fail(batch, new Range(0, 3), new Failure.PoolBroken(exit(2), 3)));
    pool.pass(100 * SECOND);
    pool.assertActions();
    assertEquals(HandFedPool.NEVER, pool.state.wakeAt());
  }

  @Test
  void brokenPoolTriesOneWorkerForWhatComesLater() {
    HandFedPool pool = broken(fixed(4));
    pool.pass(100 * SECOND);
    pool.assertActions();
    Batch batch = pool.add(3);
    pool.assertActions(new Start(6));
    pool.die(6, 0);
    assertEquals(
        List.of(new Fail(batch, new Range(0, 3), new Failure.PoolBroken(exit(6), 4))),
        pool.actions(Fail.class));
    assertEquals(List.of(), pool.actions(Start.class));
  }

  @Test
  void brokenPoolIsAsBeforeOnceAWorkerHasDoneSomething() {
    HandFedPool pool = broken(fixed(2));
    pool.later(SECOND);
    pool.add(3);
    pool.assertActions(new Start(4));
    pool.feed(new WorkerReady(4));
    assertEquals(List.of("4: 0-1", "4: 1-2"), pool.runs());
    pool.report(4, 0, 1);
    pool.die(5, 0);
    assertEquals(List.of(new Start(6)), pool.actions(Start.class));
  }

  @Test
  void brokenPoolThatWasShutDownTriesNothingMore() {
    HandFedPool pool = new HandFedPool(fixed(1));
    pool.add(1);
    pool.feed(new PoolEvent.Shutdown());
    pool.die(0, 0);
    pool.die(1, 0);
    pool.die(2, 0);
    assertEquals(List.of(new Terminated()), pool.actions(Terminated.class));
    pool.later(100 * SECOND);
    pool.add(1);
    assertEquals(List.of(), pool.actions(Start.class));
    assertEquals(1, pool.actions(Fail.class).size());
  }

  private static HandFedPool broken() {
    return broken(fixed(1));
  }

  private static HandFedPool broken(Limits limits) {
    HandFedPool pool = new HandFedPool(limits);
    for (int worker = 0; pool.state.workerCount() > 0; worker++) {
      pool.die(worker, 0);
    }
    return pool;
  }

  // ---- reasons that may pass

  @Test
  void killsFromOutsideDoNotBreakAPoolAndItSaysThatStartsFail() {
    HandFedPool pool = new HandFedPool(fixed(1));
    pool.add(5);
    pool.killed(0);
    pool.killed(1);
    pool.feed(new WorkerReady(2));
    pool.killed(2);
    pool.assertActions(
        new Forget(2, ExitReason.DIED), new StartsFail(HandFedPool.killedExit(2), 3));
    pool.pass(StartHistory.FIRST_PAUSE_NANOS);
    pool.assertActions(new Start(3));
    pool.feed(new WorkerReady(3));
    pool.report(3, 0, 1);
    assertEquals(List.of(new StartsWork()), pool.actions(StartsWork.class));
  }

  @Test
  void pausesGrowWhileStartsFail() {
    HandFedPool pool = new HandFedPool(fixed(1));
    pool.killed(0);
    pool.killed(1);
    pool.killed(2);
    List<Long> pauses = new ArrayList<>();
    for (int worker = 3; worker < 10; worker++) {
      pauses.add((pool.state.wakeAt() - pool.now()) / HandFedPool.MILLI);
      pool.pass(pool.state.wakeAt() - pool.now());
      pool.killed(worker);
    }
    assertEquals(List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L), pauses);
  }

  @Test
  void thoseThatDieTogetherLengthenThePauseOnce() {
    HandFedPool pool = new HandFedPool(fixed(50));
    for (int worker = 0; worker < 52; worker++) {
      pool.killed(worker);
    }
    assertEquals(StartHistory.FIRST_PAUSE_NANOS, pool.state.wakeAt());
  }

  @Test
  void poolBreaksWhenStartsHaveFailedForLong() {
    HandFedPool pool = new HandFedPool(fixed(1));
    Batch batch = pool.add(1);
    pool.killed(0);
    pool.killed(1);
    pool.killed(2);
    int worker = 3;
    while (pool.actions(Fail.class).isEmpty()) {
      pool.pass(pool.state.wakeAt() - pool.now());
      pool.killed(worker++);
    }
    assertEquals(30 * SECOND, pool.now());
    assertEquals(
        List.of(
            new Fail(
                batch,
                new Range(0, 1),
                new Failure.PoolBroken(HandFedPool.killedExit(worker - 1), worker))),
        pool.actions(Fail.class));
  }

  @Test
  void poolThatHadAWorkerUntilJustNowHasItsTimeBeforeItBreaks() {
    HandFedPool pool = new HandFedPool(fixed(2));
    pool.feed(new WorkerReady(0));
    int worker = 1;
    while (pool.now() < 100 * SECOND) {
      pool.killed(worker++);
      pool.pass(Math.max(1, pool.state.wakeAt() - pool.now()));
    }
    pool.add(1);
    pool.die(0, 1);
    pool.killed(worker);
    assertEquals(List.of(), pool.actions(Fail.class));
    assertTrue(pool.state.wakeAt() < HandFedPool.NEVER);
  }

  @Test
  void withoutRetriesThreeStillbirthsBreakAPoolWhateverTheReason() {
    Limits.Times none = new Limits.Times(HandFedPool.NEVER, SECOND, SECOND, 0, SECOND);
    HandFedPool pool = new HandFedPool(new Limits(1, 1, 0, HandFedPool.NEVER, 0, none));
    pool.add(1);
    pool.killed(0);
    pool.killed(1);
    pool.killed(2);
    assertEquals(1, pool.actions(Fail.class).size());
    assertEquals(List.of(), pool.actions(StartsFail.class));
  }

  @Test
  void threeThatFailForAReasonThatWillNotPassBreakThePoolAmongOthersToo() {
    HandFedPool pool = new HandFedPool(fixed(1));
    pool.add(1);
    for (int worker = 0; worker < 4; worker += 2) {
      pool.die(worker, 0);
      pool.pass(SECOND);
      pool.killed(worker + 1);
      pool.pass(SECOND);
    }
    pool.die(4, 0);
    assertEquals(1, pool.actions(Fail.class).size());
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
    assertEquals(new Failure.PoolBroken(exit(2), 3), pool.actions(Fail.class).getFirst().failure());
  }

  @Test
  void poolWithAReadyWorkerPausesAndThenTriesOneAtATime() {
    HandFedPool pool = new HandFedPool(fixed(4));
    pool.feed(new WorkerReady(0));
    pool.die(1, 0);
    pool.die(2, 0);
    pool.die(3, 0);
    pool.assertActions(new Forget(3, ExitReason.START_FAILED), new StartsFail(exit(3), 3));
    assertEquals(StartHistory.FIRST_PAUSE_NANOS, pool.state.wakeAt());
    pool.die(4, 0);
    pool.die(5, 0);
    pool.pass(StartHistory.FIRST_PAUSE_NANOS - 1);
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
    pool.assertActions(new Forget(3, ExitReason.START_FAILED), new StartsFail(exit(3), 3));
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
