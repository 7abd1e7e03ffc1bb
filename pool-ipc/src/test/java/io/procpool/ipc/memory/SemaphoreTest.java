package io.procpool.ipc.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SemaphoreTest {

  @Test
  void l1ItCounts() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(2)) {
      assertTrue(semaphore.tryAcquire());
      semaphore.acquire();
      assertEquals(0, semaphore.availablePermits());
      assertFalse(semaphore.tryAcquire());
      assertFalse(semaphore.tryAcquire(Duration.ofMillis(60)));
      semaphore.release();
      assertTrue(semaphore.tryAcquire(Duration.ofMillis(60)));
    }
  }

  @Test
  void l1ItMayExceedItsStart() {
    try (SharedSemaphore semaphore = SharedSemaphore.create(0)) {
      semaphore.release(5);
      assertEquals(5, semaphore.availablePermits());
    }
  }

  @Test
  void l1ABoundedOneMayNot() {
    try (SharedSemaphore semaphore = SharedSemaphore.createBounded(2)) {
      assertThrows(IllegalStateException.class, semaphore::release);
      assertTrue(semaphore.tryAcquire());
      assertThrows(IllegalStateException.class, () -> semaphore.release(2));
      semaphore.release();
      assertEquals(2, semaphore.availablePermits());
    }
  }

  @Test
  void permitsEndAtTheirMost() {
    try (SharedSemaphore semaphore = SharedSemaphore.create(SharedSemaphore.MAX_PERMITS)) {
      assertThrows(IllegalStateException.class, semaphore::release);
      assertEquals(SharedSemaphore.MAX_PERMITS, semaphore.availablePermits());
    }
  }

  @Test
  void wrongCountsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SharedSemaphore.create(-1));
    try (SharedSemaphore semaphore = SharedSemaphore.create(1)) {
      assertThrows(IllegalArgumentException.class, () -> semaphore.release(0));
    }
  }

  @Test
  void permitsGivenAtOnceWakeAsManyWaiters() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(0);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> waiters = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        waiters.add(threads.submit(() -> semaphore.tryAcquire(Duration.ofSeconds(50))));
      }
      semaphore.release(3);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> waiters.stream().filter(Future::isDone).count() == 3);
      semaphore.release();
      for (Future<Boolean> waiter : waiters) {
        assertTrue(waiter.get());
      }
      assertEquals(0, semaphore.availablePermits());
    }
  }

  @Test
  void neverMoreAreInsideThanThereArePermits() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (SharedSemaphore semaphore = SharedSemaphore.create(2);
        ExecutorService threads = Executors.newFixedThreadPool(5)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(
            threads.submit(() -> {
              for (int round = 0; round < 5_000; round++) {
                semaphore.acquire();
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                semaphore.release();
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertEquals(2, semaphore.availablePermits());
    }
    assertTrue(most.get() <= 2, "inside: " + most);
  }

  @Test
  void l1ItCountsAcrossProcesses() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(1);
        Peer peer = Peer.start(WaitPeer.class, Tickets.write(semaphore))) {
      assertEquals("true", peer.ask("try"));
      assertFalse(semaphore.tryAcquire());
      peer.tell("acquire");
      semaphore.release();
      assertEquals("true", peer.answer());
      assertEquals("released", peer.ask("release"));
      semaphore.acquire();
    }
  }

  @Test
  void l3AWaitersDeathHarmsNobody() throws Exception {
    try (SharedSemaphore semaphore = SharedSemaphore.create(0);
        Peer dying = Peer.start(WaitPeer.class, Tickets.write(semaphore));
        Peer living = Peer.start(WaitPeer.class, Tickets.write(semaphore))) {
      dying.tell("acquire");
      living.tell("acquire");
      await().atMost(Duration.ofSeconds(20)).until(() -> hasSleeper(semaphore));
      dying.kill();
      semaphore.release();
      assertEquals("true", living.answer());
      assertEquals(0, semaphore.availablePermits());
    }
  }

  private static boolean hasSleeper(SharedSemaphore semaphore) {
    long word =
        new SharedWords(((SegmentSemaphore) semaphore).segment()).get(SemaphoreLayout.WORD_OFFSET);
    return (word & SemaphoreLayout.SLEEPERS) != 0;
  }
}
