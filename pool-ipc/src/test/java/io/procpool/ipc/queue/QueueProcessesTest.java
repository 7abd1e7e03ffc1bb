package io.procpool.ipc.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.QueueEndedException;
import io.procpool.SharedQueue;
import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.Party;
import io.procpool.ipc.memory.Peer;
import io.procpool.ipc.memory.SegmentObject;
import io.procpool.ipc.memory.Tickets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One queue, several JVMs. */
@Timeout(240)
class QueueProcessesTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void q1ElementsGoBothWays() throws Exception {
    try (SharedQueue<String> queue = SharedQueue.create(2);
        Peer peer = peer(queue)) {
      assertEquals("done", peer.ask("put hello"));
      assertEquals("hello", queue.take());
      peer.tell("take");
      queue.put("answer");
      assertEquals("answer", peer.answer());
      assertEquals("null", peer.ask("poll 50"));
      peer.ask("put one");
      peer.ask("put two");
      peer.tell("put three");
      assertFalse(queue.offer("four"));
      assertEquals("one", queue.take());
      assertEquals("done", peer.answer());
      assertEquals(2, queue.size());
    }
  }

  @Test
  void q2AConsumerKilledInMidOperationTakesNoMoreThanItsOwnWithIt() throws Exception {
    try (SharedQueue<byte[]> queue = SharedQueue.create(64);
        Peer producer = peer(queue)) {
      producer.tell("produce 0 40000");
      for (int i = 0; i < 3; i++) {
        try (Peer consumer = peer(queue)) {
          long before = queue.size();
          consumer.tell("consume");
          await().atMost(LIMIT).until(() -> queue.size() != before);
          consumer.kill();
        }
      }
      Tally rest = new Tally();
      byte[] message;
      while ((message = queue.poll(Duration.ofSeconds(1))) != null) {
        rest.add(message);
      }
      assertEquals("done", producer.answer());
      assertEquals(39_999, rest.last(0), "the last message came");
    }
  }

  @Test
  void aPutIsRefusedWhenAllThatTookHaveDied() throws Exception {
    try (SharedQueue<String> queue = queueWithPatience(Duration.ofMillis(1));
        Peer consumer = peer(queue);
        Peer producer = peer(queue)) {
      queue.put("taken");
      assertEquals("taken", consumer.ask("take"));
      consumer.kill();
      assertEquals("done", producer.ask("put left"));
      String message =
          assertThrows(SharedResourceException.class, () -> queue.put("lost")).getMessage();
      assertTrue(message.contains("pids=[" + consumer.pid() + "]"), message);
      assertEquals("left", queue.take());
      assertNull(queue.poll());
      assertFalse(queue.hasEnded());
    }
  }

  @Test
  void aPutIsRefusedThoughAnotherProducerHasComeSinceTheLastTakerDied() throws Exception {
    try (SharedQueue<String> queue = queueWithPatience(Duration.ofMillis(1));
        Peer consumer = peer(queue)) {
      queue.put("taken");
      assertEquals("taken", consumer.ask("take"));
      consumer.kill();
      try (Peer producer = peer(queue)) {
        assertEquals("done", producer.ask("put left"));
        assertThrows(SharedResourceException.class, () -> queue.put("lost"));
      }
    }
  }

  @Test
  void aPutWaitsForWhoComesInTheDeadOnesPlace() throws Exception {
    try (SharedQueue<String> queue = queueWithPatience(LIMIT);
        Peer consumer = peer(queue)) {
      queue.put("taken");
      assertEquals("taken", consumer.ask("take"));
      consumer.kill();
      queue.put("first");
      CompletableFuture<Void> second =
          CompletableFuture.runAsync(() -> assertDoesNotThrow(() -> queue.put("second")));
      try (Peer next = peer(queue)) {
        assertEquals("first", next.ask("take"));
        assertEquals("second", next.ask("take"));
        second.join();
      }
    }
  }

  private static SharedQueue<String> queueWithPatience(Duration patience) {
    return new SegmentQueue<>(
        SegmentQueue.newSegment(1, SharedQueue.MIN_RING_BYTES),
        Party.current(),
        patience,
        QueueProcessesTest.class.getClassLoader());
  }

  @Test
  void filesOfElementsAreTheirUsersAlone() throws Exception {
    try (SharedQueue<String> queue = SharedQueue.create(8)) {
      queue.put("x".repeat(1_000_000));
      for (Path file : filesOf(queue).toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  @Test
  void q3AProcessThatExitsRightAfterPutLosesNothing() throws Exception {
    try (SharedQueue<String> queue = SharedQueue.create(8);
        Peer peer = peer(queue)) {
      peer.ask("put small");
      peer.ask("large x");
      peer.tell("exit");
      assertThrows(IOException.class, peer::answer); // it did exit, with all unread
      assertEquals("small", queue.take());
      assertEquals("x".repeat(100_000), queue.take());
      assertEquals(List.of(), filesOf(queue).skip(1).toList());
    }
  }

  @Test
  void q3AConsumerThatOnlyReadsIsToldWhenTheLastWriterDies() throws Exception {
    try (SharedQueue<String> queue = SharedQueue.create(8);
        Peer first = peer(queue);
        Peer second = peer(queue)) {
      first.ask("put a");
      second.ask("put b");
      assertEquals(3, queue.writers());
      queue.endWriting();
      assertEquals(2, queue.writers());
      first.kill();
      assertEquals("a", queue.take());
      assertEquals("b", queue.take());
      assertEquals("null", String.valueOf(queue.poll(Duration.ofMillis(50))));
      assertEquals("done", second.ask("put c"));
      second.kill();
      assertEquals("c", queue.take());
      assertThrows(QueueEndedException.class, queue::take);
      assertTrue(queue.hasEnded());
    }
  }

  @Test
  void q3AWaitingConsumerIsToldWhenTheLastWriterSaysSo() throws Exception {
    try (SharedQueue<String> queue = SharedQueue.create(8);
        Peer reader = peer(queue)) {
      reader.ask("end");
      reader.tell("take");
      queue.endWriting();
      assertEquals("QueueEndedException", reader.answer());
    }
  }

  @Test
  void q3ShutdownByOneProcessEndsTheWaitsOfAnother() throws Exception {
    try (SharedQueue<String> queue = SharedQueue.create(1);
        Peer taker = peer(queue);
        Peer other = peer(queue)) {
      taker.tell("take");
      other.ask("shutdown");
      assertEquals("QueueEndedException", taker.answer());
      String why = assertThrows(QueueEndedException.class, () -> queue.put("late")).getMessage();
      assertTrue(why.contains("pid=" + other.pid()), why);
    }
  }

  @Test
  void q3JoinWaitsForTheOtherProcessToBeDone() throws Exception {
    try (SharedQueue<String> queue = SharedQueue.create(4);
        Peer worker = peer(queue)) {
      queue.put("a");
      queue.put("b");
      assertEquals("a", worker.ask("take"));
      assertEquals("done", worker.ask("done"));
      assertEquals("IllegalStateException", worker.ask("done"));
      assertFalse(queue.join(Duration.ofMillis(50)));
      assertEquals("b", worker.ask("take"));
      worker.tell("done");
      queue.join();
    }
  }

  @Test
  void whoInheritedTheQueueKeepsItWhenItsCreatorClosesIt() throws Exception {
    SharedQueue<String> queue = SharedQueue.create(4);
    try (Peer peer = peer(queue)) {
      assertEquals("2", peer.ask("writers"));
      queue.put("kept");
      queue.close();
      assertEquals("1", peer.ask("writers"));
      assertEquals("kept", peer.ask("take"));
      peer.ask("put again");
      assertEquals("again", peer.ask("take"));
      assertEquals("done", peer.ask("large x"));
      assertEquals("x".repeat(100_000), peer.ask("take"));
    }
  }

  @Test
  void whoInheritedTheQueueKeepsTheRingWhenItsCreatorDies() throws Exception {
    try (Peer creator = Peer.start(QueuePeer.class, "create")) {
      SharedQueue<String> queue = queue(creator.ask("ticket"));
      creator.ask("put small");
      creator.ask("large x");
      creator.ask("put last");
      creator.tell("exit");
      assertThrows(IOException.class, creator::answer);
      assertEquals("small", queue.take());
      assertThrows(SharedResourceException.class, queue::take);
      assertEquals("last", queue.take());
      queue.put("again");
      assertThrows(SharedResourceException.class, () -> queue.put("x".repeat(100_000)));
      assertEquals("again", queue.take());
      // Its pipe ends a moment before it does.
      await().atMost(LIMIT).until(() -> queue.writers() == 1);
      queue.close();
      assertThrows(IllegalStateException.class, queue::poll);
    }
  }

  @Test
  void closingTheLastOneRemovesAllFiles() throws Exception {
    SharedQueue<String> queue = SharedQueue.create(4);
    queue.put("x".repeat(100_000));
    assertEquals(2, filesOf(queue).count());
    String ticket = Tickets.write(queue);
    assertSame(queue, Tickets.redeem(SharedQueue.class, ticket));
    queue.close();
    assertEquals(0, filesOf(queue).count());
    assertThrows(SharedResourceException.class, () -> Tickets.redeem(SharedQueue.class, ticket));
  }

  @SuppressWarnings("unchecked")
  private static SharedQueue<String> queue(String ticket) throws Exception {
    return Tickets.redeem(SharedQueue.class, ticket);
  }

  private static Peer peer(SharedQueue<?> queue) throws IOException {
    return Peer.start(QueuePeer.class, Tickets.write(queue));
  }

  private static Stream<Path> filesOf(SharedQueue<?> queue) throws IOException {
    Path path = ((SegmentObject) queue).segment().path();
    String name = path.getFileName().toString();
    return Files.list(path.getParent())
        .filter(file -> file.getFileName().toString().matches(name + "(\\..*)?"));
  }
}
