package io.procpool.runtime.child;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AuthenticationException;
import io.procpool.Client;
import io.procpool.Connection;
import io.procpool.ConnectionClosedException;
import io.procpool.JvmProcess;
import io.procpool.Listener;
import io.procpool.NetworkException;
import io.procpool.NetworkOptions;
import io.procpool.NotSendableException;
import io.procpool.Pipe;
import java.io.ObjectInputFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G4 and Q4 over sockets: connections of listeners and clients, within a process and between. */
@Timeout(120)
class ListenerTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final byte[] KEY = "a key of the test's own".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private Listener listener;

  @BeforeEach
  void listen() {
    listener = Listener.open(UnixDomainSocketAddress.of(folder.resolve("s")), KEY);
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  /** Two ends in this process. */
  private record Ends(Connection client, Connection server) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  private Ends ends() throws InterruptedException {
    return new Ends(Client.connect(listener.address(), KEY), listener.accept());
  }

  @Test
  void objectsAndBytesGoToAProcessThatConnectsByAddressAndKey() throws Exception {
    try (Listener tcp =
        Listener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), KEY)) {
      JvmProcess child = JvmProcess.start(ListenerTest::connectAndEcho, tcp.address());
      try (Connection connection = tcp.accept()) {
        Map<String, List<Integer>> object = Map.of("bread", List.of(1, 2, 3));
        connection.send(object);
        assertEquals(object, connection.receive());
        connection.send(null);
        assertNull(connection.receive());
        connection.send("bytes");
        assertEquals("bytes", connection.receive());
        connection.sendBytes(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, connection.receiveBytes());
      }
      child.join();
      assertEquals(0, child.exitCode().getAsInt());
    }
  }

  private static void connectAndEcho(SocketAddress address) {
    try (Connection connection = Client.connect(address, KEY)) {
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
  void theEndIsToldWhenThePeerIsKilled() throws Exception {
    JvmProcess child = JvmProcess.start(ListenerTest::connectAndEcho, listener.address());
    try (Connection connection = listener.accept()) {
      CompletableFuture<Throwable> waiting =
          CompletableFuture.supplyAsync(
              () -> assertThrows(ConnectionClosedException.class, connection::receive));
      child.kill();
      Throwable end = waiting.get(60, TimeUnit.SECONDS);
      assertTrue(end.getMessage().contains("pid=" + child.pid()), end::getMessage);
      child.join();
      assertTrue(connection.poll(Duration.ZERO));
    }
  }

  @Test
  void whatWasSentBeforeTheEndArrivesFirst() throws Exception {
    try (Ends ends = ends()) {
      ends.client().send("last");
      ends.client().close();
      assertEquals("last", ends.server().receive());
      assertThrows(ConnectionClosedException.class, ends.server()::receive);
      assertThrows(ConnectionClosedException.class, ends.client()::receive);
    }
  }

  @Test
  void aMessageOfSixteenMebibytesArrivesWhole() throws Exception {
    try (Ends ends = ends()) {
      byte[] large = new byte[16 << 20];
      new Random(1).nextBytes(large);
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> ends.client().send(large));
      assertArrayEquals(large, (byte[]) ends.server().receive());
      sent.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void messagesOfManyThreadsNeverMergeOrSplit() throws Exception {
    try (Ends ends = ends()) {
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        int first = sender * 1000;
        senders.add(
            CompletableFuture.runAsync(() -> {
              for (int i = first; i < first + 1000; i++) {
                ends.client().send(List.of(i, new int[i % 50]));
              }
            }));
      }
      Set<Object> seen = new HashSet<>();
      for (int i = 0; i < 4000; i++) {
        List<?> message = (List<?>) ends.server().receive();
        assertEquals((Integer) message.get(0) % 50, ((int[]) message.get(1)).length);
        seen.add(message.get(0));
      }
      assertEquals(4000, seen.size());
      for (CompletableFuture<Void> sender : senders) {
        sender.get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aMessageOfTheOtherKindStays() throws Exception {
    try (Ends ends = ends()) {
      ends.client().send("object");
      assertThrows(IllegalStateException.class, ends.server()::receiveBytes);
      assertTrue(ends.server().poll(Duration.ZERO));
      assertEquals("object", ends.server().receive());
    }
  }

  @Test
  void pollWaitsForAMessage() throws Exception {
    try (Ends ends = ends()) {
      assertFalse(ends.server().poll(Duration.ofMillis(10)));
      CompletableFuture<Boolean> polled = CompletableFuture.supplyAsync(() -> poll(ends.server()));
      ends.client().send(1);
      assertTrue(polled.get(60, TimeUnit.SECONDS));
      assertEquals(1, ends.server().receive());
    }
  }

  private static boolean poll(Connection connection) {
    try {
      return connection.poll(LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptEndsPollAndLeavesTheConnectionUsable() throws Exception {
    try (Ends ends = ends()) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> ends.server().poll(LONG));
      ends.client().send(1);
      assertEquals(1, ends.server().receive());
    }
  }

  @Test
  void waitAnyFindsSocketsAndPipesInTheOrderGiven() throws Exception {
    try (Ends one = ends();
        Ends two = ends();
        Pipe pipe = Pipe.open()) {
      List<Connection> all = List.of(one.server(), pipe.first(), two.server());
      assertEquals(List.of(), Connection.waitAny(all, Duration.ofMillis(20)));
      two.client().send(2);
      assertEquals(List.of(two.server()), Connection.waitAny(all, LONG));
      pipe.second().send("p");
      assertEquals(List.of(pipe.first(), two.server()), Connection.waitAny(all, LONG));
      List<Connection> sockets = List.of(two.server(), one.server());
      assertEquals(2, two.server().receive());
      assertEquals(List.of(), Connection.waitAny(sockets, Duration.ofMillis(20)));
      one.client().close();
      assertEquals(List.of(one.server()), Connection.waitAny(sockets, LONG));
    }
  }

  @Test
  void closingHereEndsAReceiveThatWaits() throws Exception {
    try (Ends ends = ends()) {
      Thread[] receiver = new Thread[1];
      CompletableFuture<Throwable> waiting = new CompletableFuture<>();
      receiver[0] =
          Thread.ofPlatform()
              .start(() ->
                  waiting.complete(
                      assertThrows(ConnectionClosedException.class, ends.server()::receive)));
      ends.server().close();
      Throwable end = waiting.get(60, TimeUnit.SECONDS);
      assertTrue(end.getMessage().contains("on this side"), end::getMessage);
      receiver[0].join();
    }
  }

  @Test
  void itDoesNotTravel() throws Exception {
    try (Ends ends = ends()) {
      Connection connection = ends.client();
      NotSendableException refused =
          assertThrows(
              NotSendableException.class, () -> JvmProcess.start(c -> c.send(1), connection));
      assertTrue(refused.getMessage().contains("stays in its process"), refused::getMessage);
      assertThrows(NotSendableException.class, () -> connection.send(connection));
    }
  }

  @Test
  void theFilterIsAskedBeforeAnObjectIsMadeAndTheNextMessageCanBeRead() throws Exception {
    NetworkOptions options =
        NetworkOptions.defaults()
            .withInputFilter(ObjectInputFilter.Config.createFilter("!java.util.BitSet"));
    try (Listener careful =
            Listener.open(UnixDomainSocketAddress.of(folder.resolve("f")), KEY, options);
        Connection client = Client.connect(careful.address(), KEY);
        Connection server = careful.accept()) {
      client.send(new BitSet());
      client.send(List.of("harmless"));
      NotSendableException refused = assertThrows(NotSendableException.class, server::receive);
      assertTrue(refused.getMessage().contains("the filter rejects"), refused::getMessage);
      assertEquals(List.of("harmless"), server.receive());
    }
  }

  @Test
  void aMessageOverTheLimitIsNotSentAndOneThatComesEndsTheConnection() throws Exception {
    NetworkOptions small = NetworkOptions.defaults().withMaxMessageBytes(1024);
    try (Listener careful =
            Listener.open(UnixDomainSocketAddress.of(folder.resolve("m")), KEY, small);
        Connection client = Client.connect(careful.address(), KEY);
        Connection server = careful.accept()) {
      assertThrows(NotSendableException.class, () -> server.sendBytes(new byte[1025]));
      server.sendBytes(new byte[1024]);
      assertEquals(1024, client.receiveBytes().length);
      client.sendBytes(new byte[1025]);
      ConnectionClosedException end =
          assertThrows(ConnectionClosedException.class, server::receiveBytes);
      assertTrue(end.getMessage().contains("over the limit of 1024"), end::getMessage);
    }
  }

  @Test
  void aWrongKeyAndAMissingServerAreDifferentErrors() {
    byte[] wrong = new byte[16];
    assertThrows(AuthenticationException.class, () -> Client.connect(listener.address(), wrong));
    listener.close();
    assertThrows(NetworkException.class, () -> Client.connect(listener.address(), KEY));
    assertThrows(NetworkException.class, listener::accept);
  }
}
