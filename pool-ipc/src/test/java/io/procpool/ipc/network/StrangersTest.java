package io.procpool.ipc.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AuthenticationException;
import io.procpool.Connection;
import io.procpool.NetworkOptions;
import io.procpool.ipc.channel.RawLine;
import io.procpool.ipc.connection.FrameConnection;
import io.procpool.ipc.connection.PortListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G4: whoever has no key is refused before anything is deserialized, and accept goes on. */
@Timeout(60)
final class StrangersTest {

  private static final int MANY = 50;

  @TempDir Path folder;
  private PortListener listener;

  @BeforeEach
  void listen() {
    listener = listen("s", NetworkOptions.defaults());
  }

  private PortListener listen(String name, NetworkOptions options) {
    return PortListener.open(
        UnixDomainSocketAddress.of(folder.resolve(name)), RawClient.KEY, options);
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  /** A client with the key gets in and is heard. */
  private void assertAcceptGoesOn() throws Exception {
    try (Connection client =
            FrameConnection.connect(listener.address(), RawClient.KEY, NetworkOptions.defaults());
        Connection server = listener.accept()) {
      client.send("hello");
      assertEquals("hello", server.receive());
    }
  }

  @Test
  void g4NothingIsDeserializedOfAClientWithAWrongKey() throws Exception {
    int before = Mark.LEFT.get();
    try (RawClient client = new RawClient(listener.address())) {
      assertThrows(AuthenticationException.class, () -> client.shakeHands(RawClient.WRONG_KEY));
      client.sendAndEnd(RawClient.frameOf(new Mark()));
      assertEquals(0, client.readToEnd().length);
    }
    try (RawClient client = new RawClient(listener.address())) {
      client.sendAndEnd(RawClient.frameOf(new Mark()));
      client.readToEnd();
    }
    assertAcceptGoesOn();
    assertEquals(before, Mark.LEFT.get());
    try (RawClient client = RawClient.authenticated(listener.address());
        Connection server = listener.accept()) {
      client.line.write(RawClient.frameOf(new Mark()));
      assertTrue(server.receive() instanceof Mark);
      assertEquals(before + 1, Mark.LEFT.get(), "the mark is left where there is a key");
    }
  }

  @Test
  void g4SilentClientsHoldUpNobody() throws Exception {
    List<RawClient> silent = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      silent.add(new RawClient(listener.address()));
    }
    assertAcceptGoesOn();
    for (RawClient client : silent) {
      client.close();
    }
  }

  @Test
  void g4ASilentClientIsDroppedWhenItsTimeIsUp() throws Exception {
    NetworkOptions brief = NetworkOptions.defaults().withHandshakeTimeout(Duration.ofMillis(50));
    try (PortListener impatient = listen("i", brief);
        RawClient silent = new RawClient(impatient.address())) {
      int challenge = 2 + HandshakeLayout.CHALLENGE_BYTES;
      assertEquals(challenge, silent.readToEnd().length);
    }
  }

  @Test
  void g4GarbageAndOversizedMessagesAreRefused() throws Exception {
    for (byte[] sent :
        List.of(
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
            new byte[4096],
            new byte[] {-1, -1, 0, 0},
            new byte[] {1, 1})) {
      try (RawClient client = new RawClient(listener.address())) {
        client.sendAndEnd(sent);
        client.readToEnd();
      }
    }
    assertAcceptGoesOn();
  }

  @Test
  void g4ClientsThatConnectAndLeaveHoldUpNobody() throws Exception {
    for (int i = 0; i < MANY; i++) {
      new RawClient(listener.address()).close();
    }
    assertAcceptGoesOn();
  }

  @Test
  void anAnswerIsWorthNothingInAnotherHandshake() throws Exception {
    byte[] answer;
    try (RawClient client = new RawClient(listener.address());
        RawClient later = new RawClient(listener.address())) {
      byte[] challenge =
          HandshakeLayout.receive(
              client.line, HandshakeLayout.SERVER, HandshakeLayout.CHALLENGE_BYTES);
      Handshake handshake = new Handshake(client.line, Handshake.key(RawClient.KEY), new byte[0]);
      answer = handshake.answer(challenge);
      assertEquals(HandshakeLayout.WELCOME, verdict(client, answer));
      HandshakeLayout.receive(later.line, HandshakeLayout.SERVER, HandshakeLayout.CHALLENGE_BYTES);
      assertEquals(HandshakeLayout.WRONG_KEY, verdict(later, answer));
    }
  }

  private static byte verdict(RawClient client, byte[] answer) throws IOException {
    HandshakeLayout.send(client.line, answer);
    return HandshakeLayout.code(
        HandshakeLayout.receive(
            client.line, HandshakeLayout.SERVER, HandshakeLayout.VERDICT_BYTES));
  }

  @Test
  void aServerThatOnlyRepeatsTheClientsProofIsNotBelieved() throws Exception {
    Path path = folder.resolve("false");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      CompletableFuture<Void> pretending = CompletableFuture.runAsync(() -> pretend(server));
      AuthenticationException refused =
          assertThrows(
              AuthenticationException.class,
              () ->
                  ClientPort.connect(
                      UnixDomainSocketAddress.of(path), RawClient.KEY, NetworkOptions.defaults()));
      assertTrue(refused.getMessage().contains("has not proved"), refused::getMessage);
      pretending.get(60, TimeUnit.SECONDS);
    }
  }

  private static void pretend(ServerSocketChannel server) {
    try (RawLine line = new RawLine(server.accept())) {
      HandshakeLayout.send(line, HandshakeLayout.message(HandshakeLayout.SERVER, new byte[32], 0));
      byte[] answer =
          HandshakeLayout.receive(line, HandshakeLayout.CLIENT, HandshakeLayout.ANSWER_BYTES);
      byte[] verdict =
          HandshakeLayout.message(HandshakeLayout.SERVER, new byte[] {HandshakeLayout.WELCOME}, 32);
      HandshakeLayout.putProof(verdict, HandshakeLayout.proof(answer));
      HandshakeLayout.send(line, verdict);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
