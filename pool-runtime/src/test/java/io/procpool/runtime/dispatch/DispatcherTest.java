package io.procpool.runtime.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.PoolStatistics.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread that fails in its turn, for want of heap or stack, fails for itself alone. */
class DispatcherTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Workers that are ready when they are asked for, and do nothing. */
  private final class Puppets implements Workforce {
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<Integer> killed = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    @Override
    public void start(int worker) {
      dispatcher.post(new PoolEvent.WorkerReady(worker));
    }

    @Override
    public void run(int worker, Batch batch, Range items, long firstSeq) {
      if (failing) {
        failing = false;
        throw new OutOfMemoryError("for one frame");
      }
      sent.add(worker + ": " + items.from() + "-" + items.to());
    }

    @Override
    public long withdraw(int worker, int epoch) {
      return 0;
    }

    @Override
    public void resume(int worker, int epoch, long nextSeq) {}

    @Override
    public PoolEvent.Observed observe(int worker) {
      return new PoolEvent.Observed(worker, 0, 0, false, false);
    }

    @Override
    public void interrupt(int worker, long seq) {}

    @Override
    public void stop(int worker) {
      dispatcher.post(new PoolEvent.WorkerEnded(worker, 0, HandFedPool.exit(worker)));
    }

    @Override
    public void release(Batch batch) {}

    @Override
    public void kill(int worker) {
      killed.add(worker);
      dispatcher.post(new PoolEvent.WorkerEnded(worker, 0, HandFedPool.exit(worker)));
    }

    @Override
    public void forget(int worker, ExitReason reason) {}

    @Override
    public void endTurn() {}
  }

  private final class Ears implements Dispatcher.Listener {
    private final List<Throwable> defects = new CopyOnWriteArrayList<>();
    private volatile boolean deaf;
    private volatile boolean terminated;

    @Override
    public void retried() {}

    @Override
    public void startsFail(WorkerExit lastExit, int inARow) {}

    @Override
    public void startsWork() {}

    @Override
    public void terminated() {
      terminated = true;
    }

    @Override
    public void defect(Throwable thrown) {
      if (deaf) {
        deaf = false;
        throw new StackOverflowError("no room to tell a defect");
      }
      defects.add(thrown);
    }

    @Override
    public void turnEnded(PoolState state) {}
  }

  private final Puppets workers = new Puppets();
  private final Ears ears = new Ears();
  private final Dispatcher dispatcher =
      new Dispatcher(new PoolState(HandFedPool.fixed(1), 1), workers, ears, "dispatcher-test");

  @AfterEach
  void shutDown() {
    dispatcher.post(new PoolEvent.ShutdownNow());
    await().atMost(LIMIT).until(() -> ears.terminated);
  }

  private void add(int items) {
    dispatcher.post(new PoolEvent.ItemsAdded(HandFedPool.batch(1, items), items));
  }

  @Test
  void whatAWorkerCouldNotBeToldRunsInAnother() {
    dispatcher.start();
    workers.failing = true;
    add(1);
    await().atMost(LIMIT).until(() -> workers.sent.equals(List.of("1: 0-1")));
    assertEquals(List.of(0), workers.killed);
    assertEquals(OutOfMemoryError.class, ears.defects.getFirst().getClass());
  }

  @Test
  void whatFollowsAThreadThatFailedInItsTurnIsHandledByThePoolsThread() {
    dispatcher.start();
    ears.deaf = true;
    workers.failing = true;
    assertThrows(StackOverflowError.class, () -> add(1));
    assertTrue(dispatcher.ask(PoolState::hasWork));
    dispatcher.post(new PoolEvent.WorkerEnded(0, 0, HandFedPool.exit(0)));
    await().atMost(LIMIT).until(() -> workers.sent.equals(List.of("1: 0-1")));
  }
}
