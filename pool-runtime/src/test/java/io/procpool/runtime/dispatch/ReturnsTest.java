package io.procpool.runtime.dispatch;

import static io.procpool.runtime.dispatch.HandFedPool.MILLI;
import static io.procpool.runtime.dispatch.HandFedPool.NEVER;
import static io.procpool.runtime.dispatch.HandFedPool.PATIENT;
import static io.procpool.runtime.dispatch.HandFedPool.exit;
import static io.procpool.runtime.dispatch.HandFedPool.fixed;
import static io.procpool.runtime.dispatch.HandFedPool.paced;
import static io.procpool.runtime.dispatch.HandFedPool.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.PoolStatistics.ExitReason;
import io.procpool.runtime.dispatch.PoolAction.Deliver;
import io.procpool.runtime.dispatch.PoolAction.Fail;
import io.procpool.runtime.dispatch.PoolAction.Forget;
import io.procpool.runtime.dispatch.PoolAction.Kill;
import io.procpool.runtime.dispatch.PoolAction.Retry;
import io.procpool.runtime.dispatch.PoolAction.Start;
import io.procpool.runtime.dispatch.PoolEvent.ItemsFinished;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnsTest {

  private static Limits retrying(int retries) {
    return new Limits(1, 1, 0, NEVER, retries, PATIENT);
  }

  @Test
  void reportOfSeveralBatchesGoesToEach() {
    HandFedPool pool = ready(fixed(1));
    Batch first = pool.add(1);
    Batch second = pool.add(1);
    Outcomes outcomes = new HandFedPool.Took(2, MILLI);
    pool.feed(new ItemsFinished(0, 0, outcomes));
    pool.assertActions(
        new Deliver(first, 0, 1, outcomes, 0), new Deliver(second, 0, 1, outcomes, 1));
  }

  @Test
  void whatWasReportedBeforeIsPassedOver() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(2);
    pool.report(0, 0, 1);
    Outcomes both = new HandFedPool.Took(2, MILLI);
    pool.feed(new ItemsFinished(0, 0, both));
    pool.assertActions(new Deliver(batch, 1, 1, both, 1));
    pool.feed(new ItemsFinished(0, 0, both));
    pool.assertActions();
  }

  @Test
  void reportOfWhatWasNotSentEndsItsWorker() {
    HandFedPool pool = ready(fixed(1));
    pool.add(2);
    pool.report(0, 0, 3);
    pool.assertActions(new Kill(0), new Start(1));
    pool.die(0, 1);
    Failure.WorkerDied died = (Failure.WorkerDied) pool.actions(Fail.class).getFirst().failure();
    assertTrue(died.exit().cause().getMessage().contains("reported items 0 to 3"));
    assertEquals(ExitReason.CORRUPT, pool.actions(Forget.class).getFirst().reason());
  }

  @Test
  void reportWithAGapEndsItsWorker() {
    HandFedPool pool = ready(fixed(1));
    pool.add(2);
    pool.report(0, 1, 1);
    assertEquals(List.of(new Kill(0)), pool.actions(Kill.class));
    assertEquals(List.of(), pool.actions(Deliver.class));
  }

  @Test
  void itemFailsWhenItsWorkerDies() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(1);
    pool.die(0, 1);
    pool.assertActions(
        new Fail(batch, new Range(0, 1), new Failure.WorkerDied(0, exit(0), 1)),
        new Forget(0, ExitReason.DIED),
        new Start(1));
  }

  @Test
  void itemRunsAgainAfterADeathThatIsAllowed() {
    HandFedPool pool = ready(retrying(1));
    Batch batch = pool.add(1);
    pool.die(0, 1);
    assertEquals(List.of(new Retry()), pool.actions(Retry.class));
    pool.feed(new WorkerReady(1));
    pool.assertRuns("1: 0-1");
    pool.die(1, 1);
    assertEquals(
        List.of(new Fail(batch, new Range(0, 1), new Failure.WorkerDied(1, exit(1), 2))),
        pool.actions(Fail.class));
  }

  @Test
  void itemsNotBegunRunElsewhereAndTheDeathIsNotTheirs() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(paced(MILLI / 100, 100), 100);
    pool.assertRuns(
        "0: 0-25",
        "0: 25-43",
        "0: 43-57",
        "0: 57-67",
        "0: 67-77",
        "0: 77-87",
        "0: 87-97",
        "0: 97-100");
    pool.die(0, 30);
    // Of 30 begun, none was reported: all might have done their work.
    assertEquals(30, pool.actions(Fail.class).size());
    pool.feed(new WorkerReady(1));
    assertEquals(30, pool.actions(PoolAction.Run.class).getFirst().items().from());
    pool.die(1, 0);
    assertEquals(List.of(), pool.actions(Fail.class));
    assertEquals(70, batch.pendingItems());
  }

  @Test
  void outcomesFoundAfterADeathCount() {
    HandFedPool pool = ready(fixed(1));
    Batch batch = pool.add(2);
    pool.report(0, 0, 1);
    assertEquals(1, pool.actions(Deliver.class).size());
    pool.die(0, 1);
    assertEquals(List.of(), pool.actions(Fail.class));
    assertEquals(1, batch.pendingItems());
  }

  @Test
  void cancelledItemIsNotRetried() {
    HandFedPool pool = ready(retrying(5));
    Batch batch = pool.add(1);
    pool.feed(new PoolEvent.ItemsCancelled(batch, 0, false));
    pool.withdrawn(0, 1);
    pool.die(0, 1);
    assertEquals(
        List.of(new Fail(batch, new Range(0, 1), new Failure.Cancelled())),
        pool.actions(Fail.class));
  }

  @Test
  void eventsOfAWorkerThatIsGoneChangeNothing() {
    HandFedPool pool = ready(fixed(1));
    pool.die(0, 0);
    pool.feed(new WorkerReady(0));
    pool.assertActions();
    pool.report(0, 0, 1);
    pool.assertActions();
    pool.withdrawn(0, 0);
    pool.assertActions();
    pool.feed(new PoolEvent.Observed(0, 0, 0, false, false));
    pool.assertActions();
    pool.feed(new PoolEvent.ReplacementAsked(0));
    pool.assertActions();
    pool.feed(new PoolEvent.WorkerCorrupt(0, new IllegalStateException()));
    pool.assertActions();
    pool.die(0, 0);
    pool.assertActions();
  }
}
