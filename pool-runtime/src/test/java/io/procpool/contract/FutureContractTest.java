package io.procpool.contract;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Future} documents, of the futures that a pool of one worker returns. */
class FutureContractTest {

  private static Pool pool;

  @TempDir Path directory;

  private Gate started;
  private Gate end;

  @BeforeAll
  static void openPool() {
    pool = Pool.create(1);
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  @BeforeEach
  void closeGates() {
    started = Gate.in(directory, "started");
    end = Gate.in(directory, "end");
  }

  /** A task that runs until {@link #end} is open, begun on return. */
  private Future<String> running() {
    Gate begins = started;
    Gate ends = end;
    Future<String> future =
        pool.submit(() -> {
          begins.openThenPass(ends);
          return "done";
        });
    started.awaitOpen();
    return future;
  }

  @Test
  void aRunningTaskIsNotDone() throws Exception {
    Future<String> future = running();
    assertFalse(future.isDone());
    assertFalse(future.isCancelled());
    assertEquals(Future.State.RUNNING, future.state());
    assertThrows(IllegalStateException.class, future::resultNow);
    assertThrows(IllegalStateException.class, future::exceptionNow);
    assertThrows(TimeoutException.class, () -> future.get(1, MILLISECONDS));
    assertThrows(TimeoutException.class, () -> future.get(0, SECONDS));
    assertThrows(TimeoutException.class, () -> future.get(-1, SECONDS));
    end.open();
    assertEquals("done", future.get(60, SECONDS), "a timeout leaves the task alone");
  }

  @Test
  void aTaskThatReturnedIsASuccess() throws Exception {
    Future<Integer> future = pool.submit(() -> 42);
    assertEquals(42, future.get());
    assertEquals(42, future.get(0, SECONDS));
    assertEquals(42, future.resultNow());
    assertTrue(future.isDone());
    assertFalse(future.isCancelled());
    assertEquals(Future.State.SUCCESS, future.state());
    assertThrows(IllegalStateException.class, future::exceptionNow);
    assertFalse(future.cancel(true), "it has ended");
    assertEquals(42, future.get(), "a cancel that came too late changes nothing");
  }

  @Test
  void aTaskThatThrewIsAFailure() {
    Future<Integer> future =
        pool.submit(() -> {
          throw new IOException("disk");
        });
    ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
    assertInstanceOf(IOException.class, thrown.getCause());
    assertEquals("disk", thrown.getCause().getMessage());
    assertEquals(Future.State.FAILED, future.state());
    assertTrue(future.isDone());
    assertFalse(future.isCancelled());
    assertEquals("disk", future.exceptionNow().getMessage());
    IllegalStateException none = assertThrows(IllegalStateException.class, future::resultNow);
    assertInstanceOf(IOException.class, none.getCause());
    assertFalse(future.cancel(true));
  }

  @Test
  void aTaskThatThrewACancellationHasFailedAndIsNotCancelled() {
    Future<?> future =
        pool.submit(() -> {
          throw new CancellationException("mine");
        });
    ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
    assertEquals("mine", thrown.getCause().getMessage());
    assertFalse(future.isCancelled());
    assertEquals(Future.State.FAILED, future.state());
  }

  @Test
  void aResultThatCannotTravelIsAFailureThatSaysSo() {
    Future<Thread> future = pool.submit(() -> new Thread());
    ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
    assertInstanceOf(NotSendableException.class, thrown.getCause());
    assertTrue(thrown.getMessage().contains("java.lang.Thread"), thrown.getMessage());
  }

  @Test
  void aQueuedTaskThatWasCancelledNeverRuns() throws Exception {
    Future<String> blocker = running();
    Gate ran = Gate.in(directory, "ran");
    Future<?> queued = pool.submit(ran::open);
    assertTrue(queued.cancel(false));
    assertCancelled(queued);
    end.open();
    assertEquals("done", blocker.get(60, SECONDS));
    assertNull(
        pool.submit(() -> {}).get(60, SECONDS), "all that was queued before has had its turn");
    assertFalse(ran.isOpen());
  }

  @Test
  void aRunningTaskThatWasCancelledWithInterruptIsStopped() throws Exception {
    Future<String> future = running();
    assertTrue(future.cancel(true));
    assertCancelled(future);
    assertEquals(1, pool.submit(() -> 1).get(60, SECONDS), "the one worker is free again");
    assertFalse(end.isOpen());
  }

  @Test
  void aRunningTaskThatWasCancelledWithoutInterruptGoesOn() throws Exception {
    Gate begins = started;
    Gate ends = end;
    Gate ended = Gate.in(directory, "ended");
    Future<?> future =
        pool.submit(() -> {
          begins.openThenPass(ends);
          ended.open();
          return null;
        });
    started.awaitOpen();
    assertTrue(future.cancel(false));
    assertCancelled(future);
    end.open();
    ended.awaitOpen();
  }

  private static void assertCancelled(Future<?> future) {
    assertTrue(future.isCancelled());
    assertTrue(future.isDone());
    assertEquals(Future.State.CANCELLED, future.state());
    assertThrows(CancellationException.class, future::get);
    assertThrows(CancellationException.class, () -> future.get(1, SECONDS));
    assertThrows(IllegalStateException.class, future::resultNow);
    assertThrows(IllegalStateException.class, future::exceptionNow);
  }

  @Test
  void aWaitingThreadIsToldOfTheCancel() throws Exception {
    Future<String> future = running();
    FutureTask<String> waiter = new FutureTask<>(future::get);
    Thread thread = Thread.ofPlatform().start(waiter);
    awaitBlocked(thread);
    assertTrue(future.cancel(true));
    ExecutionException told = assertThrows(ExecutionException.class, () -> waiter.get(60, SECONDS));
    assertInstanceOf(CancellationException.class, told.getCause());
  }

  @Test
  void anInterruptEndsTheWaitAndNotTheTask() throws Exception {
    Future<String> future = running();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                String _ = future.get();
              } catch (InterruptedException | ExecutionException e) {
                thrown.set(e);
              }
            });
    awaitBlocked(waiter);
    waiter.interrupt();
    waiter.join();
    assertInstanceOf(InterruptedException.class, thrown.get());
    end.open();
    assertEquals("done", future.get(60, SECONDS));
  }

  private static void awaitBlocked(Thread thread) {
    Set<Thread.State> blocked = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    await().atMost(Gate.LIMIT).until(() -> blocked.contains(thread.getState()));
  }

  @Test
  void whatATaskDidIsSeenByWhoGotItsResult() throws Exception {
    Gate effect = Gate.in(directory, "effect");
    pool.submit(effect::open).get();
    assertTrue(effect.isOpen());
  }

  @Test
  void submittingNullIsANullPointerException() {
    assertThrows(NullPointerException.class, () -> pool.submit((Runnable) null));
    assertThrows(
        NullPointerException.class, () -> pool.submit((java.util.concurrent.Callable<?>) null));
    assertThrows(NullPointerException.class, () -> pool.submit((Runnable) null, 1));
    assertThrows(NullPointerException.class, () -> pool.execute((Runnable) null));
  }
}
