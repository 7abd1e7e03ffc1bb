package io.procpool.ipc.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.SharedQueue;
import io.procpool.ipc.memory.Peer;
import io.procpool.ipc.memory.Tickets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes that share a queue, a million messages, and real SIGKILLs at random points. */
class QueueKillsTest {

  private static final int PAIRS = 4;
  private static final int EACH = 250_000;
  private static final int LEAST_KILLS = 3;
  private static final int MOST_KILLS = Tally.MAX_PRODUCERS - PAIRS;
  private static final int MOST_NANOS_TO_LIVE = 50_000_000;

  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

  @Test
  @Timeout(240)
  void q2AMillionMessagesArriveOnceWhileAFifthProducerIsKilledAgainAndAgain() throws Exception {
    long seed = Long.getLong("procpool.seed", System.nanoTime());
    List<Peer> peers = new ArrayList<>();
    try (SharedQueue<byte[]> queue = SharedQueue.create(512)) {
      CompletableFuture<?>[] produced = new CompletableFuture<?>[PAIRS];
      List<CompletableFuture<String>> consumed = new ArrayList<>();
      for (int i = 0; i < PAIRS; i++) {
        produced[i] = answer(peer(queue, peers), "produce " + i + " " + EACH);
        consumed.add(answer(peer(queue, peers), "consume"));
      }
      // A consumer that has an answer by then has found something wrong.
      CompletableFuture<?> over =
          CompletableFuture.anyOf(
              CompletableFuture.allOf(produced),
              CompletableFuture.anyOf(consumed.toArray(CompletableFuture<?>[]::new)));
      int kills = killProducersUntil(over, queue, new Random(seed));
      queue.shutdown();
      Tally all = new Tally();
      for (CompletableFuture<String> consumer : consumed) {
        all.add(consumer.get());
      }
      check(all, kills, "seed=" + seed + " kills=" + kills + " arrived: " + all);
    } finally {
      peers.forEach(Peer::close);
    }
  }

  private static void check(Tally all, int kills, String facts) {
    for (int producer = 0; producer < PAIRS; producer++) {
      assertEquals(EACH, all.messages(producer), facts);
    }
    int ofKilled = 0;
    for (int producer = 0; producer < PAIRS + kills; producer++) {
      assertTrue(all.isWithoutGap(producer), facts);
      ofKilled += producer < PAIRS ? 0 : all.messages(producer);
    }
    assertTrue(ofKilled > 0, facts);
  }

  /** Starts a fifth producer, lets it work for a random time, kills it; how many times. */
  private static int killProducersUntil(
      CompletableFuture<?> over, SharedQueue<byte[]> queue, Random random) throws Exception {
    int kills = 0;
    while (kills < LEAST_KILLS || (kills < MOST_KILLS && !over.isDone())) {
      try (Peer victim = Peer.start(QueuePeer.class, Tickets.write(queue))) {
        victim.ask("writers"); // it has started
        victim.tell("produce " + (PAIRS + kills) + " -1");
        LockSupport.parkNanos(random.nextInt(MOST_NANOS_TO_LIVE));
        victim.kill();
        kills++;
      }
    }
    over.get();
    return kills;
  }

  private static Peer peer(SharedQueue<byte[]> queue, List<Peer> peers) throws IOException {
    Peer peer = Peer.start(QueuePeer.class, Tickets.write(queue));
    peers.add(peer);
    return peer;
  }

  private static CompletableFuture<String> answer(Peer peer, String question) {
    peer.tell(question);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return peer.answer();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        THREADS);
  }
}
