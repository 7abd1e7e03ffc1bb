package io.procpool.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.WorkerDiedException;
import io.procpool.ipc.message.Delivery;
import io.procpool.runtime.dispatch.PoolAction.Run;
import io.procpool.runtime.dispatch.PoolEvent.ItemsAdded;
import io.procpool.runtime.dispatch.PoolEvent.ItemsFinished;
import io.procpool.runtime.dispatch.PoolEvent.Withdrawn;
import io.procpool.runtime.dispatch.PoolEvent.WorkerEnded;
import io.procpool.runtime.dispatch.PoolEvent.WorkerReady;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A policy whose events and time a test gives by hand, and the actions of the last event. */
final class HandFedPool {

  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;
  static final long NEVER = Long.MAX_VALUE;

  /** No task timeout, a grace time of 1 s, 60 s to start, starts retried for 30 s, 10 s idle. */
  static final Limits.Times PATIENT =
      new Limits.Times(NEVER, SECOND, 60 * SECOND, 30 * SECOND, 10 * SECOND);

  /** A pool of so many workers, always, without retries. */
  static Limits fixed(int workers) {
    return new Limits(workers, workers, 0, NEVER, 0, PATIENT);
  }

  /** Outcomes of items that took this long each. */
  record Took(int count, long nanosEach) implements Outcomes {
    @Override
    public long runNanos(int at, int items) {
      return items * nanosEach;
    }
  }

  /** Outcomes of items that took these times. */
  record TookEach(long... nanos) implements Outcomes {
    @Override
    public int count() {
      return nanos.length;
    }

    @Override
    public long runNanos(int at, int items) {
      return Arrays.stream(nanos, at, at + items).sum();
    }
  }

  private record Named(String name) implements BatchPayload {}

  private static final class NoSink implements BatchSink {
    @Override
    public void delivered(long index, int count, Outcomes outcomes, int at) {
      throw new AssertionError("the policy calls no sink");
    }

    @Override
    public void failed(Range range, Failure failure) {
      throw new AssertionError("the policy calls no sink");
    }
  }

  final PoolState state;
  private List<PoolAction> actions = List.of();
  private long now;

  HandFedPool(Limits limits) {
    this(limits, Integer.MAX_VALUE);
  }

  HandFedPool(Limits limits, int startsAtOnce) {
    this(new PoolState(limits, startsAtOnce));
  }

  private HandFedPool(PoolState state) {
    this.state = state;
    feed(new PoolEvent.TimePassed());
  }

  /** One without workers before its first item. */
  static HandFedPool dormant(Limits limits) {
    return new HandFedPool(PoolState.dormant(limits, Integer.MAX_VALUE));
  }

  /** A pool whose first workers are all ready. */
  static HandFedPool ready(Limits limits) {
    HandFedPool pool = new HandFedPool(limits);
    for (PoolAction.Start start : pool.actions(PoolAction.Start.class)) {
      pool.feed(new WorkerReady(start.worker()));
    }
    return pool;
  }

  static Batch batch(int chunkSize, long expectedItems) {
    return batch(Delivery.EACH, chunkSize, expectedItems);
  }

  static Batch batch(Delivery delivery, int chunkSize, long expectedItems) {
    return new Batch(
        new Named("test"), new NoSink(), new Pace(), delivery, chunkSize, expectedItems);
  }

  /** A batch whose items are known to take this long. */
  static Batch paced(long nanosPerItem, long expectedItems) {
    Batch batch = batch(0, expectedItems);
    batch.pace().measured(1, nanosPerItem);
    return batch;
  }

  // ---- events

  List<PoolAction> feed(PoolEvent event) {
    actions = state.apply(event, now);
    return actions;
  }

  Batch add(int items) {
    return add(batch(0, items), items);
  }

  Batch add(Batch batch, int to) {
    feed(new ItemsAdded(batch, to));
    return batch;
  }

  void report(int worker, long firstSeq, int count) {
    report(worker, firstSeq, count, MILLI);
  }

  void report(int worker, long firstSeq, int count, long nanosEach) {
    feed(new ItemsFinished(worker, firstSeq, new Took(count, nanosEach)));
  }

  void withdrawn(int worker, long claimed) {
    feed(new Withdrawn(worker, claimed));
  }

  /** The worker's process is gone; it never began items from {@code claimed} on. */
  void die(int worker, long claimed) {
    feed(new WorkerEnded(worker, claimed, exit(worker)));
  }

  static WorkerExit exit(int worker) {
    return new WorkerExit(
        new WorkerDiedException.Death(1000 + worker, 1, List.of(), null), null, false);
  }

  /** The worker's process was killed from outside before it began an item. */
  void killed(int worker) {
    feed(new WorkerEnded(worker, 0, killedExit(worker)));
  }

  static WorkerExit killedExit(int worker) {
    return new WorkerExit(
        new WorkerDiedException.Death(1000 + worker, -9, List.of(), null), null, true);
  }

  void later(long nanos) {
    now += nanos;
  }

  /** Lets time pass, and wakes the pool. */
  void pass(long nanos) {
    later(nanos);
    feed(new PoolEvent.TimePassed());
  }

  long now() {
    return now;
  }

  // ---- what came of it

  /** The actions of this kind that the last event caused. */
  <A extends PoolAction> List<A> actions(Class<A> kind) {
    List<A> found = new ArrayList<>();
    for (PoolAction action : actions) {
      if (kind.isInstance(action)) {
        found.add(kind.cast(action));
      }
    }
    return found;
  }

  List<PoolAction> actions() {
    return actions;
  }

  /** What the last event sent, as "worker: from-to". */
  List<String> runs() {
    return actions(Run.class).stream().map(HandFedPool::text).toList();
  }

  private static String text(Run run) {
    return run.worker() + ": " + run.items().from() + "-" + run.items().to();
  }

  void assertRuns(String... runs) {
    assertEquals(List.of(runs), runs());
  }

  /** The last event caused these actions, in this order and no others. */
  void assertActions(PoolAction... expected) {
    assertEquals(List.of(expected), actions);
  }
}
