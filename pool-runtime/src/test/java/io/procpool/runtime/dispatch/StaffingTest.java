package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.MILLI;
import static io.procpool.runtime.dispatch.HandFedPool.NEVER;
import static io.procpool.runtime.dispatch.HandFedPool.PATIENT;
import static io.procpool.runtime.dispatch.HandFedPool.SECOND;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.WorkerInfo;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolAction.Stop;
import io.procpool.runtime.dispatch.PoolAction.Withdraw;
import io.procpool.runtime.dispatch.PoolEvent.ReplacementAsked;
import io.procpool.runtime.dispatch.PoolEvent.Resized;
import io.procpool.runtime.dispatch.PoolEvent.WorkerInitializing;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaffingTest {

  private static Limits between(int min, int workers, int spare) {
    return new Limits(workers, min, spare, NEVER, 0, PATIENT);
  }

  private static Limits recycling(int workers, int maxTasks) {
    return new Limits(workers, workers, 0, maxTasks, 0, PATIENT);
  }

  @Test
  void allWorkersStartAtOnce() {
    HandFedPool pool = new HandFedPool(fixed(3));
    pool.assertActions(new Start(0), new Start(1), new Start(2));
  }

  @Test
  void aDormantPoolStartsItsWorkersWithItsFirstItem() {
    HandFedPool pool = HandFedPool.dormant(fixed(2));
    pool.assertActions();
    pool.feed(new Resized(3));
    pool.assertActions();
    pool.add(1);
    assertEquals(List.of(new Start(0), new Start(1), new Start(2)), pool.actions(Start.class));
  }

  @Test
  void aDormantPoolThatIsNeverUsedTerminatesAtOnce() {
    HandFedPool pool = HandFedPool.dormant(fixed(2));
    pool.feed(new PoolEvent.Shutdown());
    pool.assertActions(new PoolAction.Terminated());
  }

  @Test
  void deadWorkerIsReplacedAtOnce() {
    HandFedPool pool = ready(fixed(2));
    pool.die(0, 0);
    pool.assertActions(new Forget(0, ExitReason.DIED), new Start(2));
  }

  @Test
  void spareWorkersAreStartedToo() {
    HandFedPool pool = new HandFedPool(between(2, 2, 1));
    assertEquals(3, pool.actions(Start.class).size());
  }

  @Test
  void noMoreJvmsStartAtOnceThanThereIsRoomFor() {
    HandFedPool pool = new HandFedPool(fixed(4), 2);
    assertEquals(List.of(new Start(0), new Start(1)), pool.actions(Start.class));
    pool.feed(new WorkerReady(1));
    assertEquals(List.of(new Start(2)), pool.actions(Start.class));
    pool.die(0, 0); // its successor, and worker 3
    assertEquals(List.of(new Start(3)), pool.actions(Start.class));
    pool.feed(new WorkerReady(2));
    assertEquals(List.of(new Start(4)), pool.actions(Start.class));
    pool.feed(new WorkerReady(3));
    assertEquals(List.of(), pool.actions(Start.class));
  }

  @Test
  void initializersOfAllWorkersMayWaitForEachOther() {
    HandFedPool pool = new HandFedPool(fixed(3), 1);
    assertEquals(List.of(new Start(0)), pool.actions(Start.class));
    pool.feed(new WorkerInitializing(0));
    assertEquals(List.of(new Start(1)), pool.actions(Start.class));
    pool.feed(new WorkerInitializing(1));
    assertEquals(List.of(new Start(2)), pool.actions(Start.class));
  }

  @Test
  void aJvmThatDoesNotComeUpHoldsUpTheOthersForAWhileOnly() {
    HandFedPool pool = new HandFedPool(fixed(3), 1);
    pool.pass(Staffing.LONG_START_NANOS - 1);
    assertEquals(List.of(), pool.actions(Start.class));
    pool.pass(1);
    assertEquals(List.of(new Start(1)), pool.actions(Start.class));
    pool.pass(Staffing.LONG_START_NANOS);
    assertEquals(List.of(new Start(2)), pool.actions(Start.class));
  }

  @Test
  void aSpareOnesSuccessorLeavesTheProcessorsToTheLostWork() {
    HandFedPool pool = ready(between(2, 2, 1));
    pool.die(0, 0);
    assertEquals(List.of(), pool.actions(Start.class));
    assertEquals(pool.now() + Staffing.SPARE_WAITS_NANOS, pool.state.wakeAt());
    pool.pass(Staffing.SPARE_WAITS_NANOS);
    assertEquals(List.of(new Start(3)), pool.actions(Start.class));
  }

  @Test
  void whoIsNoSpareOneIsReplacedAtOnce() {
    HandFedPool pool = ready(between(2, 2, 1));
    pool.die(0, 0);
    pool.die(1, 0);
    assertEquals(List.of(new Start(3)), pool.actions(Start.class));
    pool.pass(Staffing.SPARE_WAITS_NANOS);
    assertEquals(List.of(new Start(4)), pool.actions(Start.class));
  }

  @Test
  void deathsInARowDoNotPutOffASpareOneForEver() {
    HandFedPool pool = ready(between(1, 1, 2));
    pool.die(0, 0);
    pool.later(Staffing.SPARE_WAITS_NANOS - 1);
    pool.die(1, 0);
    pool.pass(1);
    assertEquals(List.of(new Start(3), new Start(4)), pool.actions(Start.class));
  }

  @Test
  void poolGrowsWithItsWork() {
    HandFedPool pool = ready(between(0, 3, 0));
    pool.assertActions();
    pool.add(1);
    pool.assertActions(new Start(0));
    pool.feed(new WorkerReady(0));
    pool.add(1);
    // Worker 0 has room for it, but another one can begin it sooner.
    assertEquals(List.of(new Start(1)), pool.actions(Start.class));
    pool.add(100);
    assertEquals(List.of(new Start(2)), pool.actions(Start.class));
  }

  @Test
  void idleWorkerAboveTheMinimumLeaves() {
    HandFedPool pool = ready(between(1, 2, 0));
    pool.add(2);
    pool.feed(new WorkerReady(1));
    pool.report(0, 0, 2);
    pool.later(SECOND);
    pool.pass(9 * SECOND);
    pool.assertActions(new Stop(0));
    pool.die(0, 2);
    pool.assertActions(new Forget(0, ExitReason.IDLE));
    pool.pass(100 * SECOND);
    pool.assertActions();
  }

  @Test
  void idleSpareStaysWhileOthersWork() {
    HandFedPool pool = ready(between(0, 2, 1));
    pool.add(2);
    for (Start start : pool.actions(Start.class)) {
      pool.feed(new WorkerReady(start.worker()));
    }
    assertEquals(3, pool.state.workerCount());
    pool.pass(11 * SECOND);
    assertEquals(List.of(), pool.actions(Stop.class));
  }

  @Test
  void workerIsReplacedAfterItsLastTask() {
    HandFedPool pool = ready(recycling(1, 2));
    pool.add(3);
    pool.assertRuns("0: 0-1", "0: 1-2");
    assertEquals(List.of(new Start(1)), pool.actions(Start.class));
    pool.report(0, 0, 2);
    assertEquals(List.of(new Stop(0)), pool.actions(Stop.class));
    pool.feed(new WorkerReady(1));
    pool.assertRuns("1: 2-3");
    pool.die(0, 2);
    assertEquals(ExitReason.RECYCLED, pool.actions(Forget.class).getFirst().reason());
  }

  @Test
  void replacementWaitsForTheBusyWorkersPlace() {
    HandFedPool pool = ready(recycling(1, 1));
    pool.add(2);
    pool.feed(new WorkerReady(1));
    pool.assertActions();
    pool.report(0, 0, 1);
    pool.assertRuns("1: 1-2");
  }

  @Test
  void tasksThatAreTakenBackDoNotCount() {
    HandFedPool pool = ready(recycling(1, 2));
    Batch first = pool.add(1);
    Batch second = pool.add(1);
    pool.feed(new PoolEvent.ItemsCancelled(second, 0, false));
    pool.withdrawn(0, 1);
    pool.add(1);
    pool.assertRuns("0: 0-1");
    assertEquals(1, first.itemsHandedOut());
  }

  @Test
  void workerLeavesWhenItAsksAndOthersTakeItsRest() {
    HandFedPool pool = ready(fixed(1));
    pool.add(3);
    pool.report(0, 0, 1);
    pool.feed(new ReplacementAsked(0));
    pool.assertActions(new Withdraw(0, 1), new Stop(0), new Start(1));
    pool.withdrawn(0, 2);
    pool.assertActions();
    pool.feed(new WorkerReady(1));
    pool.assertActions();
    pool.report(0, 1, 1);
    pool.assertRuns("1: 2-3");
  }

  @Test
  void workerThatAsksBeforeItsFirstReportLeavesAfterIt() {
    HandFedPool pool = ready(fixed(1));
    pool.feed(new ReplacementAsked(0));
    pool.assertActions();
    pool.add(1);
    pool.assertRuns("0: 0-1");
    pool.report(0, 0, 1);
    assertEquals(List.of(new Stop(0)), pool.actions(Stop.class));
  }

  @Test
  void largerPoolStartsMore() {
    HandFedPool pool = ready(fixed(1));
    pool.feed(new Resized(3));
    pool.assertActions(new Start(1), new Start(2));
    assertEquals(3, pool.state.limits().minWorkers());
  }

  @Test
  void smallerPoolLetsGoThoseThatStartThenIdleOnesThenAny() {
    HandFedPool pool = ready(fixed(3));
    pool.add(2);
    pool.feed(new Resized(4));
    pool.feed(new Resized(1));
    pool.assertActions(new Kill(3), new Stop(0), new Withdraw(2, 1), new Stop(2));
  }

  @Test
  void workerThatIsTooManyEndsWhatItRuns() {
    HandFedPool pool = ready(fixed(2));
    pool.add(4);
    pool.feed(new Resized(1));
    pool.assertActions(new Withdraw(1, 1), new Stop(1));
    pool.withdrawn(1, 1);
    pool.assertActions();
    pool.report(1, 0, 1);
    assertEquals(1, pool.state.busyWorkers());
    pool.die(1, 1);
    assertEquals(ExitReason.CLOSED, pool.actions(Forget.class).getFirst().reason());
    pool.report(0, 0, 2);
    pool.assertRuns("0: 2-3");
  }

  @Test
  void startedWorkerThatIsTooManyMayBecomeReadyBeforeItDies() {
    HandFedPool pool = new HandFedPool(fixed(2));
    pool.feed(new Resized(1));
    pool.assertActions(new Kill(1));
    pool.feed(new WorkerReady(1));
    pool.add(1);
    pool.assertActions();
  }

  @Test
  void workersInfoSaysWhatTheyDo() {
    HandFedPool pool = ready(fixed(2));
    pool.add(1);
    pool.report(1, 0, 1, MILLI);
    pool.add(1);
    pool.feed(new Resized(3));
    assertEquals(
        List.of(
            new WorkerInfo(0, 0, WorkerInfo.State.IDLE, 0),
            new WorkerInfo(1, 0, WorkerInfo.State.BUSY, 1),
            new WorkerInfo(2, 0, WorkerInfo.State.STARTING, 0)),
        pool.state.workers());
  }
}
