package io.procpool.ipc.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AbandonedLockException;
import io.procpool.SharedCondition;
import io.procpool.SharedLock;
import io.procpool.SharedReentrantLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConditionTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  @Test
  void l2SignalWakesExactlyOneTheFirstThatCame() throws Exception {
    try (SharedCondition condition = SharedCondition.create();
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Boolean>> waiters = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiters.add(threads.submit(() -> locked(condition, () -> condition.await(LONG))));
        untilWaiting(condition, i + 1);
      }
      for (int i = 0; i < 3; i++) {
        signal(condition);
        assertTrue(waiters.get(i).get());
        assertEquals(2 - i, waiters.stream().filter(waiter -> !waiter.isDone()).count());
        assertEquals(2 - i, waiting(condition));
      }
    }
  }

  @Test
  void l2SignalAllWakesAll() throws Exception {
    try (SharedCondition condition = SharedCondition.create(SharedLock.create());
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<Boolean>> waiters = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        waiters.add(threads.submit(() -> locked(condition, () -> condition.await(LONG))));
      }
      untilWaiting(condition, 6);
      locked(
          condition,
          () -> {
            condition.signal(2);
            assertEquals(4, waiting(condition));
            condition.signalAll();
            return null;
          });
      for (Future<Boolean> waiter : waiters) {
        assertTrue(waiter.get());
      }
    }
  }

  @Test
  void l2SixWaitersThatTimeOutLeaveNothing() throws Exception {
    try (SharedCondition condition = SharedCondition.create();
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<Boolean>> waiters = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        waiters.add(
            threads.submit(() -> locked(condition, () -> condition.await(Duration.ofMillis(80)))));
      }
      for (Future<Boolean> waiter : waiters) {
        assertFalse(waiter.get());
      }
      assertEquals(0, waiting(condition));
      signal(condition);
      Future<Boolean> later =
          threads.submit(() -> locked(condition, () -> condition.await(Duration.ofMillis(80))));
      assertFalse(later.get(), "a signal nobody waited for is gone");
    }
  }

  @Test
  void aWaitGivesAReentrantLockBackFullyAndTakesItAgain() throws Exception {
    try (SharedReentrantLock lock = SharedReentrantLock.create();
        SharedCondition condition = SharedCondition.create(lock);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      lock.lock();
      lock.lock();
      lock.lock();
      Future<?> notifier = threads.submit(() -> signalWhenWaiting(condition));
      assertTrue(condition.await(LONG));
      notifier.get();
      assertEquals(3, lock.holdCount());
    }
  }

  @Test
  void l2WaitForEndsWhenTheTestIsTrue() throws Exception {
    int[] value = new int[1];
    try (SharedCondition condition = SharedCondition.create();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Boolean> waiter =
          threads.submit(
              () -> locked(condition, () -> condition.waitFor(() -> value[0] == 3, LONG)));
      for (int i = 1; i <= 3; i++) {
        assertFalse(waiter.isDone());
        untilWaiting(condition, 1);
        value[0] = i;
        signal(condition);
      }
      assertTrue(waiter.get());
      assertFalse(locked(condition, () -> condition.waitFor(() -> false, Duration.ofMillis(60))));
      assertTrue(locked(condition, () -> condition.waitFor(() -> true, Duration.ZERO)));
    }
  }

  @Test
  void theLockMustBeHeld() throws Exception {
    try (SharedCondition condition = SharedCondition.create()) {
      assertThrows(IllegalMonitorStateException.class, condition::await);
      assertThrows(IllegalMonitorStateException.class, condition::signal);
      assertThrows(IllegalMonitorStateException.class, condition::signalAll);
      assertThrows(IllegalMonitorStateException.class, () -> condition.waitFor(() -> true));
    }
  }

  @Test
  void anInterruptEndsTheWaitWithTheLockHeld() throws Exception {
    try (SharedCondition condition = SharedCondition.create();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Boolean> waiter =
          threads.submit(() ->
              locked(
                  condition,
                  () -> {
                    assertThrows(InterruptedException.class, condition::await);
                    return condition.lock().isHeldByCurrentThread();
                  }));
      untilWaiting(condition, 1);
      threads.shutdownNow();
      assertTrue(waiter.get());
      assertEquals(0, waiting(condition));
    }
  }

  @Test
  void l2ProcessesNotifyEachOther() throws Exception {
    try (SharedCondition condition = SharedCondition.create();
        Peer peer = Peer.start(WaitPeer.class, Tickets.write(condition))) {
      peer.tell("await");
      untilWaiting(condition, 1);
      signal(condition);
      assertEquals("true", peer.answer());
      assertEquals("done", peer.ask("signal"), "a signal to nobody");
      locked(
          condition,
          () -> {
            peer.tell("signal"); // it needs the lock, which only the wait gives back
            assertTrue(condition.await(LONG));
            return null;
          });
      assertEquals("done", peer.answer());
    }
  }

  @Test
  void l3ADeadWaiterTakesNoNotification() throws Exception {
    try (SharedCondition condition = SharedCondition.create();
        Peer dying = Peer.start(WaitPeer.class, Tickets.write(condition));
        Peer living = Peer.start(WaitPeer.class, Tickets.write(condition))) {
      dying.tell("await");
      untilWaiting(condition, 1);
      living.tell("await");
      untilWaiting(condition, 2);
      dying.kill();
      signal(condition);
      assertEquals("true", living.answer());
    }
  }

  @Test
  void l3ANotificationWhoseReceiverDiesGoesToTheNext() throws Exception {
    try (SharedCondition condition = SharedCondition.create();
        Peer dying = Peer.start(WaitPeer.class, Tickets.write(condition));
        Peer living = Peer.start(WaitPeer.class, Tickets.write(condition))) {
      dying.tell("await");
      untilWaiting(condition, 1);
      living.tell("await");
      untilWaiting(condition, 2);
      locked(
          condition,
          () -> {
            condition.signal();
            dying.kill(); // it was notified but cannot have had the lock
            return null;
          });
      assertEquals("true", living.answer());
      assertEquals(0, waiting(condition));
    }
  }

  @Test
  void l3AWaitTellsOfALockAbandonedMeanwhile() throws Exception {
    try (SharedCondition condition = SharedCondition.create();
        Peer peer = Peer.start(WaitPeer.class, Tickets.write(condition))) {
      condition.lock().lock();
      peer.tell("die holding");
      assertThrows(
          AbandonedLockException.class,
          () -> {
            while (true) {
              condition.await(Duration.ofMillis(50));
            }
          });
      assertTrue(condition.lock().isHeldByCurrentThread());
      condition.lock().unlock();
      assertEquals(0, waiting(condition));
    }
  }

  @Test
  void itTakesItsLockWithIt() throws Exception {
    try (SharedLock lock = SharedLock.create();
        SharedCondition condition = SharedCondition.create(lock)) {
      SharedCondition again = Tickets.redeem(SharedCondition.class, Tickets.write(condition));
      assertSame(condition, again);
      assertSame(lock, again.lock());
    }
  }

  private static <T> T locked(SharedCondition condition, java.util.concurrent.Callable<T> body)
      throws Exception {
    condition.lock().lock();
    try {
      return body.call();
    } finally {
      condition.lock().unlock();
    }
  }

  private static void signal(SharedCondition condition) {
    condition.lock().lock();
    condition.signal();
    condition.lock().unlock();
  }

  private static void signalWhenWaiting(SharedCondition condition) {
    untilWaiting(condition, 1);
    signal(condition);
  }

  private static void untilWaiting(SharedCondition condition, int count) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(20))
        .until(() -> waiting(condition) == count);
  }

  private static int waiting(SharedCondition condition) {
    return new WaiterTable(
            new SharedWords(((SegmentCondition) condition).segment()),
            ConditionLayout.WAITERS_OFFSET,
            ConditionLayout.CAPACITY,
            Party.current())
        .waiting()
        .size();
  }
}
