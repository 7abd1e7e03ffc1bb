package io.procpool.runtime.child;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Connection;
import io.procpool.ConnectionClosedException;
import io.procpool.JvmProcess;
import io.procpool.NotSendableException;
import io.procpool.Pipe;
import io.procpool.Pool;
import io.procpool.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Q4: pipes and connections, within a process and between real ones. */
@Timeout(120)
class Q4PipeTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void q4ObjectsAndBytesGoBothWays() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      JvmProcess child = JvmProcess.start(Q4PipeTest::echo, pipe.second());
      pipe.second().close();
      Map<String, List<Integer>> object = Map.of("bread", List.of(1, 2, 3));
      pipe.first().send(object);
      assertEquals(object, pipe.first().receive());
      pipe.first().send(null);
      assertEquals(null, pipe.first().receive());
      pipe.first().send("bytes");
      assertEquals("bytes", pipe.first().receive());
      byte[] bytes = {1, 2, 3};
      pipe.first().sendBytes(bytes);
      assertArrayEquals(bytes, pipe.first().receiveBytes());
      pipe.first().close();
      child.join();
      assertEquals(0, child.exitCode().getAsInt());
    }
  }

  /** Sends back what comes; after the string "bytes", one message of bytes. */
  private static void echo(Connection connection) {
    try (connection) {
      while (true) {
        Object message = connection.receive();
        connection.send(message);
        if ("bytes".equals(message)) {
          connection.sendBytes(connection.receiveBytes());
        }
      }
    } catch (ConnectionClosedException e) {
      // The other side is done.
    }
  }

  @Test
  void q4AMessageOfSixteenMebibytesArrivesWhole() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      JvmProcess child = JvmProcess.start(Q4PipeTest::echo, pipe.second());
      pipe.second().close();
      byte[] large = new byte[16 << 20];
      new Random(1).nextBytes(large);
      pipe.first().send(large);
      assertArrayEquals(large, (byte[]) pipe.first().receive());
      double[] numbers = new Random(2).doubles(100_001).toArray();
      pipe.first().send(List.of("head", numbers, "tail"));
      List<?> back = (List<?>) pipe.first().receive();
      assertArrayEquals(numbers, (double[]) back.get(1));
      assertEquals("tail", back.get(2));
      child.kill();
      child.join();
    }
  }

  @Test
  void q4TheEndIsToldWhenThePeerClosesAndWhatWasSentArrivesFirst() {
    Pipe pipe = Pipe.open();
    pipe.second().send("last");
    pipe.second().close();
    assertEquals("last", pipe.first().receive());
    assertThrows(ConnectionClosedException.class, pipe.first()::receive);
    assertThrows(ConnectionClosedException.class, () -> pipe.first().send("anybody?"));
    pipe.first().close();
  }

  @Test
  void q4TheEndIsToldWhenThePeerIsKilled() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      JvmProcess child = JvmProcess.start(Q4PipeTest::sayReadyAndSleep, pipe.second());
      pipe.second().close();
      assertEquals("ready", pipe.first().receive());
      CompletableFuture<Throwable> waiting =
          CompletableFuture.supplyAsync(
              () -> assertThrows(ConnectionClosedException.class, pipe.first()::receive));
      child.kill();
      assertTrue(waiting.get(60, TimeUnit.SECONDS) instanceof ConnectionClosedException);
      child.join();
    }
  }

  private static void sayReadyAndSleep(Connection connection) throws InterruptedException {
    connection.send("ready");
    Thread.sleep(LONG);
  }

  @Test
  void q4PollWaitsForAMessageAndNoLongerThanItsTimeout() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertFalse(pipe.first().poll(Duration.ZERO));
      long begin = System.nanoTime();
      assertFalse(pipe.first().poll(Duration.ofMillis(50)));
      assertTrue(System.nanoTime() - begin >= 50_000_000);
      pipe.second().send(1);
      assertTrue(pipe.first().poll(LONG));
      assertTrue(pipe.first().poll(Duration.ZERO));
      assertEquals(1, pipe.first().receive());
      assertFalse(pipe.first().poll(Duration.ZERO));
      pipe.second().close();
      assertTrue(pipe.first().poll(LONG), "the end can be received too");
    }
  }

  @Test
  void q4AMessageOfTheOtherKindIsRefusedAndStays() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.second().sendBytes(new byte[] {5});
      assertThrows(IllegalStateException.class, pipe.first()::receive);
      assertTrue(pipe.first().poll(Duration.ZERO));
      assertArrayEquals(new byte[] {5}, pipe.first().receiveBytes());
      pipe.second().send("object");
      assertThrows(IllegalStateException.class, pipe.first()::receiveBytes);
      assertEquals("object", pipe.first().receive());
    }
  }

  @Test
  void q4OneWayEndsRefuseTheOtherDirection() {
    try (Pipe pipe = Pipe.openOneWay()) {
      assertThrows(UnsupportedOperationException.class, () -> pipe.first().send(1));
      assertThrows(UnsupportedOperationException.class, pipe.second()::receive);
      assertFalse(pipe.first().isWritable());
      assertFalse(pipe.second().isReadable());
      pipe.second().send(1);
      assertEquals(1, pipe.first().receive());
    }
  }

  @Test
  void q4MessagesOfManyThreadsNeverMergeOrSplit() throws Exception {
    int threads = 8;
    int each = 500;
    Map<Integer, Integer> seen = new ConcurrentHashMap<>();
    try (Pipe pipe = Pipe.openOneWay()) {
      List<Thread> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int sender = t;
        all.add(Thread.ofPlatform().start(() -> sendMany(pipe.second(), sender, each)));
        all.add(Thread.ofPlatform().start(() -> receiveMany(pipe.first(), seen, each)));
      }
      for (Thread thread : all) {
        thread.join();
      }
    }
    assertEquals(threads * each, seen.size());
    assertEquals(Collections.nCopies(threads * each, 1), List.copyOf(seen.values()));
  }

  private static void sendMany(Connection to, int sender, int count) {
    Random random = new Random(sender);
    for (int i = 0; i < count; i++) {
      int id = sender * count + i;
      int[] message = new int[random.nextInt(1, 40_000)];
      java.util.Arrays.fill(message, id);
      to.send(message);
    }
  }

  private static void receiveMany(Connection from, Map<Integer, Integer> seen, int count) {
    for (int i = 0; i < count; i++) {
      int[] message = (int[]) java.util.Objects.requireNonNull(from.receive());
      for (int element : message) {
        if (element != message[0]) {
          throw new AssertionError("torn: " + element + " in a message of " + message[0]);
        }
      }
      seen.merge(message[0], 1, Integer::sum);
    }
  }

  @Test
  void q4AMessageThatCannotBePickledSendsNothing() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThrows(NotSendableException.class, () -> pipe.first().send(Thread.currentThread()));
      assertFalse(pipe.second().poll(Duration.ZERO));
      pipe.first().send("works on");
      assertEquals("works on", pipe.second().receive());
    }
  }

  @Test
  void q4AConnectionTravelsOverAConnection() throws Exception {
    try (Pipe pipe = Pipe.open();
        Pipe cargo = Pipe.open()) {
      JvmProcess child = JvmProcess.start(Q4PipeTest::answerOnWhatCame, pipe.second());
      pipe.first().send(cargo.second());
      cargo.second().close();
      cargo.first().send("question");
      assertEquals("answer to question", cargo.first().receive());
      child.join();
    }
  }

  private static void answerOnWhatCame(Connection connection) {
    try (Connection came = (Connection) java.util.Objects.requireNonNull(connection.receive())) {
      came.send("answer to " + came.receive());
    }
  }

  @Test
  void q4AnInitializerInheritsAConnectionAlsoInReplacements() {
    try (Pipe pipe = Pipe.openOneWay();
        Pool pool =
            Pool.open(
                PoolOptions.defaults()
                    .withWorkers(1)
                    .withMaxTasksPerWorker(1)
                    .withInitializer(Q4PipeTest::sendPid, pipe.second()))) {
      long first = pool.apply(() -> ProcessHandle.current().pid());
      long second = pool.apply(() -> ProcessHandle.current().pid());
      assertEquals(first, pipe.first().receive());
      assertEquals(second, pipe.first().receive());
    }
  }

  private static void sendPid(Connection to) {
    to.send(ProcessHandle.current().pid());
  }

  @Test
  void q4AsATasksArgumentAConnectionIsRefused() {
    try (Pipe pipe = Pipe.open();
        Pool pool = Pool.create(1)) {
      Connection end = pipe.second();
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> pool.apply(Connection::isReadable, end));
      assertEquals(
          "Connection objects should only be shared between processes through inheritance (pass it"
              + " through the pool's initializer or as an argument of a JvmProcess, or send it over"
              + " another Connection)",
          refusal.getMessage());
    }
  }

  @Test
  void q4WaitAnyTellsWhichConnectionsHaveSomething() throws Exception {
    try (Pipe a = Pipe.open();
        Pipe b = Pipe.open();
        Pipe c = Pipe.open()) {
      List<Connection> all = List.of(a.first(), b.first(), c.first());
      assertEquals(List.of(), Connection.waitAny(all, Duration.ZERO));
      b.second().send(1);
      assertEquals(List.of(b.first()), Connection.waitAny(all, LONG));
      c.second().close();
      assertEquals(List.of(b.first(), c.first()), Connection.waitAny(all, LONG));
      assertThrows(IllegalArgumentException.class, () -> Connection.waitAny(List.of(), LONG));
    }
  }

  @Test
  void q4ClosingEndsAReceiveThatWaits() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      CompletableFuture<Throwable> waiting =
          CompletableFuture.supplyAsync(
              () -> assertThrows(ConnectionClosedException.class, pipe.first()::receive));
      pipe.first().close();
      assertTrue(waiting.get(60, TimeUnit.SECONDS).getMessage().contains("closed on this side"));
    }
  }

  @Test
  void q4VirtualThreadsDoNotHoldTheirCarriersWhileTheyWait() throws Exception {
    int waiters = 4 * Runtime.getRuntime().availableProcessors();
    CountDownLatch waiting = new CountDownLatch(2 * waiters);
    byte[] much = new byte[4 << 20];
    try (Pipe empty = Pipe.open();
        Pipe full = Pipe.open();
        ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < waiters; i++) {
        calls.add(
            all.submit(() -> {
              waiting.countDown();
              assertTrue(empty.first().poll(LONG));
              return empty.first().receive();
            }));
        calls.add(
            all.submit(() -> {
              waiting.countDown();
              full.first().send(much);
            }));
      }
      waiting.await(); // more than there are carriers: the last ones start only if others let go
      assertTrue(all.submit(() -> true).get());
      for (int i = 0; i < waiters; i++) {
        empty.second().send(i);
        assertArrayEquals(much, (byte[]) full.second().receive());
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  @Test
  void q4AnInterruptedVirtualThreadWaitsOnInReceiveAndKeepsItsInterrupt() throws Exception {
    try (Pipe pipe = Pipe.open();
        ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> receiver =
          one.submit(() -> {
            Thread.currentThread().interrupt();
            assertEquals("here", pipe.first().receive());
            return Thread.currentThread().isInterrupted();
          });
      pipe.second().send("here");
      assertTrue(receiver.get());
    }
  }
}
