package io.procpool.ipc.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AbandonedLockException;
import io.procpool.SharedLock;
import io.procpool.SharedResourceException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One lock, several JVMs. */
@Timeout(120)
class LockProcessesTest {

  @Test
  void l1AnotherProcessWaitsForTheLock() throws Exception {
    try (SharedLock lock = SharedLock.create();
        Peer peer = Peer.start(LockPeer.class, Tickets.write(lock))) {
      assertEquals("held", peer.ask("try"));
      assertFalse(lock.tryLock());
      assertTrue(lock.isLocked());
      String refused = assertThrows(IllegalMonitorStateException.class, lock::unlock).getMessage();
      assertTrue(refused.contains("of pid=" + peer.pid()), refused);
      assertEquals("free", peer.ask("unlock"));
      lock.lock();
      assertEquals("refused", peer.ask("try"));
      assertEquals("refused", peer.ask("wait 100"));
      peer.tell("lock");
      lock.unlock();
      assertEquals("held", peer.answer());
    }
  }

  @Test
  void l3LockIsFreedWhenItsHolderDies() throws Exception {
    try (SharedLock lock = SharedLock.create();
        Peer peer = Peer.start(LockPeer.class, Tickets.write(lock))) {
      peer.ask("lock");
      peer.kill();
      assertFalse(lock.isLocked());
      assertThrows(AbandonedLockException.class, lock::tryLock);
      assertTrue(lock.isHeldByCurrentThread());
      lock.unlock();
      assertTrue(lock.tryLock(), "told once only");
      lock.unlock();
    }
  }

  @Test
  void l3ASleepingWaiterGetsTheLockOfAHolderThatDies() throws Exception {
    try (SharedLock lock = SharedLock.create();
        Peer holder = Peer.start(LockPeer.class, Tickets.write(lock));
        Peer waiter = Peer.start(LockPeer.class, Tickets.write(lock))) {
      holder.ask("lock");
      waiter.tell("lock");
      assertFalse(lock.tryLock(Duration.ofMillis(100)));
      holder.kill();
      assertEquals("AbandonedLockException", waiter.answer());
      assertEquals("free", waiter.ask("unlock"));
      lock.lock();
      lock.unlock();
    }
  }

  @Test
  void l3AWaitersDeathHarmsNobody() throws Exception {
    try (SharedLock lock = SharedLock.create();
        Peer first = Peer.start(LockPeer.class, Tickets.write(lock));
        Peer second = Peer.start(LockPeer.class, Tickets.write(lock))) {
      lock.lock();
      first.tell("lock");
      second.tell("lock");
      await().atMost(Duration.ofSeconds(20)).until(() -> sleeperIsMarked(lock));
      first.kill();
      lock.unlock();
      assertEquals("held", second.answer());
      second.ask("unlock");
      lock.lock();
      lock.unlock();
    }
  }

  @Test
  void l3AMillionPairsFromFourProcessesCountExactly() throws Exception {
    List<Peer> peers = new ArrayList<>();
    try (SharedLock lock = SharedLock.create();
        Segment counter = SegmentDirectory.current().create("counter", 8)) {
      for (int i = 0; i < 4; i++) {
        peers.add(Peer.start(LockPeer.class, Tickets.write(lock)));
      }
      for (Peer peer : peers) {
        peer.tell("count " + counter.path() + " 250000");
      }
      for (Peer peer : peers) {
        assertEquals("counted", peer.answer());
      }
      assertEquals(1_000_000, counter.memory().get(JAVA_LONG, 0));
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void processesWithAndWithoutTheFutexShareALock() throws Exception {
    try (SharedLock lock = SharedLock.create();
        Segment counter = SegmentDirectory.current().create("counter", 8);
        Peer futex = Peer.start(LockPeer.class, Tickets.write(lock));
        Peer portable = Peer.startPortable(LockPeer.class, Tickets.write(lock))) {
      assertEquals("FutexParker", futex.ask("parker"));
      assertEquals("BackoffParker", portable.ask("parker"));
      futex.tell("count " + counter.path() + " 100000");
      portable.tell("count " + counter.path() + " 100000");
      assertEquals("counted", futex.answer());
      assertEquals("counted", portable.answer());
      assertEquals(200_000, counter.memory().get(JAVA_LONG, 0));
      assertEquals("held", futex.ask("lock"));
      portable.tell("lock");
      futex.kill();
      assertEquals("AbandonedLockException", portable.answer());
      assertEquals("free", portable.ask("unlock"));
    }
  }

  @Test
  void whoInheritedTheLockKeepsItWhenItsCreatorClosesIt() throws Exception {
    SharedLock lock = SharedLock.create();
    try (Peer peer = Peer.start(LockPeer.class, Tickets.write(lock))) {
      assertEquals("held", peer.ask("lock"));
      lock.close();
      assertEquals("free", peer.ask("unlock"));
      assertEquals("held", peer.ask("lock"));
    }
  }

  @Test
  void aTicketRedeemedAgainIsTheSameObject() throws Exception {
    try (SharedLock lock = SharedLock.create()) {
      String ticket = Tickets.write(lock);
      assertSame(lock, Tickets.redeem(SharedLock.class, ticket));
    }
  }

  @Test
  void aTicketOfAClosedLockIsRefused() throws Exception {
    SharedLock lock = SharedLock.create();
    String ticket = Tickets.write(lock);
    lock.close();
    assertThrows(SharedResourceException.class, () -> Tickets.redeem(SharedLock.class, ticket));
    assertFalse(Files.exists(((SegmentLock) lock).segment().path()));
  }

  private static boolean sleeperIsMarked(SharedLock lock) {
    long word = new SharedWords(((SegmentLock) lock).segment()).get(LockLayout.WORD_OFFSET);
    return (word & LockLayout.CONTENDED) != 0;
  }
}
