package io.procpool.ipc.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventTest {

  @Test
  void itIsNotSetUntilItIs() throws Exception {
    try (SharedEvent event = SharedEvent.create()) {
      assertFalse(event.isSet());
      assertFalse(event.await(Duration.ofMillis(60)));
      event.set();
      event.set();
      assertTrue(event.isSet());
      assertTrue(event.await(Duration.ZERO));
      event.await();
      event.clear();
      event.clear();
      assertFalse(event.isSet());
      assertFalse(event.await(Duration.ZERO));
    }
  }

  @Test
  void l2SetWakesAll() throws Exception {
    try (SharedEvent event = SharedEvent.create();
        ExecutorService threads = Executors.newFixedThreadPool(5)) {
      List<Future<Boolean>> waiters = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        waiters.add(threads.submit(() -> event.await(Duration.ofSeconds(50))));
      }
      event.set();
      for (Future<Boolean> waiter : waiters) {
        assertTrue(waiter.get());
      }
    }
  }

  @Test
  void l2SetWakesThoseWhoWaitEvenIfClearedRightAfter() throws Exception {
    try (SharedEvent event = SharedEvent.create();
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int round = 0; round < 50; round++) {
        CountDownLatch coming = new CountDownLatch(3);
        List<Future<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          waiters.add(
              threads.submit(() -> {
                coming.countDown();
                return event.await(Duration.ofSeconds(50));
              }));
        }
        coming.await();
        await()
            .pollDelay(Duration.ZERO)
            .atMost(Duration.ofSeconds(20))
            .until(() -> hasSleeper(event));
        event.set();
        event.clear();
        // One of them is known to sleep; the others may come too late for this set.
        await()
            .pollDelay(Duration.ZERO)
            .atMost(Duration.ofSeconds(20))
            .until(() -> waiters.stream().anyMatch(Future::isDone));
        event.set();
        for (Future<Boolean> waiter : waiters) {
          assertTrue(waiter.get());
        }
        event.clear();
      }
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (SharedEvent event = SharedEvent.create()) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, event::await);
      CountDownLatch done = new CountDownLatch(1);
      Thread waiter =
          Thread.ofPlatform()
              .start(() -> {
                assertThrows(InterruptedException.class, event::await);
                done.countDown();
              });
      waiter.interrupt();
      done.await();
    }
  }

  @Test
  void l3SetIsSeenByAllProcessesAndHarmedByNoDeath() throws Exception {
    try (SharedEvent event = SharedEvent.create();
        Peer dying = Peer.start(WaitPeer.class, Tickets.write(event));
        Peer living = Peer.start(WaitPeer.class, Tickets.write(event))) {
      dying.tell("await");
      living.tell("await");
      await().atMost(Duration.ofSeconds(20)).until(() -> hasSleeper(event));
      dying.kill();
      event.set();
      assertEquals("true", living.answer());
      assertEquals("done", living.ask("clear"));
      assertFalse(event.isSet());
      living.ask("set");
      event.await();
    }
  }

  private static boolean hasSleeper(SharedEvent event) {
    long word = new SharedWords(((SegmentEvent) event).segment()).get(EventLayout.WORD_OFFSET);
    return (word & EventLayout.SLEEPERS) != 0;
  }
}
