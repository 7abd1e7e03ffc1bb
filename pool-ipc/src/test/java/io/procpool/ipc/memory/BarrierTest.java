package io.procpool.ipc.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedBarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BarrierTest {

  private static final AtomicInteger ACTIONS = new AtomicInteger();

  @Test
  void allGoOnTogetherEachWithItsPlace() throws Exception {
    try (SharedBarrier barrier = SharedBarrier.create(3);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> first = threads.submit(() -> barrier.await());
      untilWaiting(barrier, 1);
      Future<Integer> second = threads.submit(() -> barrier.await());
      untilWaiting(barrier, 2);
      assertFalse(first.isDone() || second.isDone());
      assertEquals(0, barrier.await());
      assertEquals(2, first.get());
      assertEquals(1, second.get());
      assertEquals(0, barrier.waiting());
    }
  }

  @Test
  void l2LockstepOverAThousandPasses() throws Exception {
    AtomicLong passed = new AtomicLong();
    try (SharedBarrier barrier = SharedBarrier.create(4);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Void> party =
          () -> {
            for (long pass = 1; pass <= 1000; pass++) {
              passed.incrementAndGet();
              barrier.await();
              assertEquals(4 * pass, passed.get());
              barrier.await();
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(java.util.Collections.nCopies(4, party))) {
        done.get();
      }
    }
  }

  @Test
  void l2FiveProcessesPassAThousandTimes() throws Exception {
    List<Peer> peers = new ArrayList<>();
    try (SharedBarrier barrier = SharedBarrier.create(5)) {
      for (int i = 0; i < 4; i++) {
        peers.add(Peer.start(WaitPeer.class, Tickets.write(barrier)));
      }
      peers.forEach(peer -> peer.tell("pass 1000"));
      long places = 0;
      for (int i = 0; i < 1000; i++) {
        places += barrier.await();
      }
      for (Peer peer : peers) {
        places += Long.parseLong(peer.answer());
      }
      assertEquals(1000 * (0 + 1 + 2 + 3 + 4), places, "each place once per pass");
    } finally {
      peers.forEach(Peer::close);
    }
  }

  @Test
  void l2TheActionRunsOncePerPass() throws Exception {
    ACTIONS.set(0);
    try (SharedBarrier barrier = SharedBarrier.create(3, ACTIONS::incrementAndGet);
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<Void> party =
          () -> {
            for (int pass = 1; pass <= 100; pass++) {
              barrier.await();
              assertTrue(ACTIONS.get() >= pass);
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(java.util.Collections.nCopies(3, party))) {
        done.get();
      }
    }
    assertEquals(100, ACTIONS.get());
  }

  @Test
  void aFailingActionBreaksTheBarrier() throws Exception {
    try (SharedBarrier barrier =
            SharedBarrier.create(
                2,
                () -> {
                  throw new UnsupportedOperationException("the action's own");
                });
        ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Integer> other = threads.submit(() -> barrier.await());
      untilWaiting(barrier, 1);
      assertThrows(UnsupportedOperationException.class, barrier::await);
      assertBroken(other);
      assertTrue(barrier.isBroken());
    }
  }

  @Test
  void l2AbortBreaksItUntilReset() throws Exception {
    try (SharedBarrier barrier = SharedBarrier.create(2);
        ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Integer> waiter = threads.submit(() -> barrier.await());
      untilWaiting(barrier, 1);
      barrier.abort();
      assertBroken(waiter);
      assertThrows(BrokenBarrierException.class, barrier::await);
      barrier.reset();
      assertFalse(barrier.isBroken());
      Future<Integer> again = threads.submit(() -> barrier.await());
      barrier.await();
      again.get();
    }
  }

  @Test
  void resetEndsTheWaitsInVain() throws Exception {
    try (SharedBarrier barrier = SharedBarrier.create(2);
        ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Integer> waiter = threads.submit(() -> barrier.await());
      untilWaiting(barrier, 1);
      barrier.reset();
      assertBroken(waiter);
      assertFalse(barrier.isBroken());
    }
  }

  @Test
  void aTimeoutBreaksIt() throws Exception {
    try (SharedBarrier barrier = SharedBarrier.create(3);
        ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Integer> other = threads.submit(() -> barrier.await());
      untilWaiting(barrier, 1);
      assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(80)));
      assertBroken(other);
      assertEquals(0, barrier.waiting());
    }
  }

  @Test
  void anInterruptBreaksIt() throws Exception {
    try (SharedBarrier barrier = SharedBarrier.create(2);
        ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<?> waiter =
          threads.submit(() -> assertThrows(InterruptedException.class, barrier::await));
      untilWaiting(barrier, 1);
      threads.shutdownNow();
      waiter.get();
      assertTrue(barrier.isBroken());
    }
  }

  @Test
  void l3AWaitersDeathBreaksIt() throws Exception {
    try (SharedBarrier barrier = SharedBarrier.create(3);
        ExecutorService threads = Executors.newFixedThreadPool(1);
        Peer peer = Peer.start(WaitPeer.class, Tickets.write(barrier))) {
      peer.tell("await");
      Future<Integer> waiter = threads.submit(() -> barrier.await());
      untilWaiting(barrier, 2);
      peer.kill();
      assertBroken(waiter);
      assertThrows(BrokenBarrierException.class, barrier::await);
      barrier.reset();
      assertEquals(0, barrier.waiting());
    }
  }

  @Test
  void l3TheLastOnesDeathInTheActionBreaksIt() throws Exception {
    try (SharedBarrier barrier = SharedBarrier.create(2, () -> Runtime.getRuntime().halt(9));
        ExecutorService threads = Executors.newFixedThreadPool(1);
        Peer peer = Peer.start(WaitPeer.class, Tickets.write(barrier))) {
      Future<Integer> waiter = threads.submit(() -> barrier.await());
      untilWaiting(barrier, 1);
      peer.tell("await");
      assertBroken(waiter);
    }
  }

  @Test
  void partiesAreWithinBounds() {
    assertThrows(IllegalArgumentException.class, () -> SharedBarrier.create(0));
    assertThrows(
        IllegalArgumentException.class, () -> SharedBarrier.create(SharedBarrier.MAX_PARTIES + 1));
    try (SharedBarrier barrier = SharedBarrier.create(7)) {
      assertEquals(7, barrier.parties());
    }
  }

  private static void assertBroken(Future<?> waiter) {
    Throwable cause = assertThrows(ExecutionException.class, waiter::get).getCause();
    assertEquals(BrokenBarrierException.class, cause.getClass());
  }

  private static void untilWaiting(SharedBarrier barrier, int count) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(20))
        .until(() -> barrier.waiting() == count);
  }
}
