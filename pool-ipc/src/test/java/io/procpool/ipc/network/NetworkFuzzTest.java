package io.procpool.ipc.network;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Connection;
import io.procpool.ConnectionClosedException;
import io.procpool.NetworkException;
import io.procpool.NetworkOptions;
import io.procpool.NotSendableException;
import io.procpool.ipc.connection.FrameConnection;
import io.procpool.ipc.connection.PortListener;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * G4: random bytes against a server that lives, before and after authentication. It never dies,
 * deserializes nothing of strangers, and keeps no thread and no descriptor. Its seed is printed;
 * {@code -Dseed=} repeats a run.
 */
@Timeout(120)
final class NetworkFuzzTest {

  private static final int STRANGERS = 5_000;
  private static final int FRAMES = 3_000;
  private static final int MESSAGES = 92_000;
  private static final int BATCH = 1_000;
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final List<Object> SAMPLES =
      List.of(
          "text",
          List.of(1, 2, 3),
          Map.of("a", new int[] {1, 2, 3}, "b", "c"),
          new Mark(),
          Duration.ofSeconds(1),
          new ArrayList<>(List.of("x", 1.5, 'c')));

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path folder;
  private PortListener listener;
  private Thread server;
  private long descriptorsBefore;

  @BeforeEach
  void serve() throws IOException {
    System.out.println("NetworkFuzzTest: -Dseed=" + seed);
    NetworkOptions options =
        NetworkOptions.defaults()
            .withMaxMessageBytes(1 << 20)
            .withInputFilter(
                ObjectInputFilter.Config.createFilter(
                    "maxdepth=100;maxarray=100000;maxrefs=10000"));
    warmUp(options);
    descriptorsBefore = descriptors();
    start(options);
  }

  /** What the JDK opens once and keeps is open before anything is counted. */
  private void warmUp(NetworkOptions options) throws IOException {
    start(options);
    assertServes();
    stop();
    await().atMost(LONG).until(() -> ourThreads().isEmpty());
  }

  private void start(NetworkOptions options) {
    listener =
        PortListener.open(UnixDomainSocketAddress.of(folder.resolve("s")), RawClient.KEY, options);
    server = Thread.ofPlatform().name("fuzz-accept").start(this::acceptAll);
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    try {
      server.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Connection connection = listener.accept();
        Thread.ofPlatform().name("fuzz-answer").start(() -> answerPings(connection));
      }
    } catch (NetworkException | InterruptedException closed) {
      return;
    }
  }

  private static void answerPings(Connection connection) {
    try (connection) {
      while (true) {
        try {
          if ("ping".equals(connection.receive())) {
            connection.send("pong");
          }
        } catch (NotSendableException damaged) {
          continue;
        } catch (IllegalStateException ofBytes) {
          connection.receiveBytes();
        }
      }
    } catch (ConnectionClosedException ended) {
      return;
    }
  }

  private void assertServes() {
    try (Connection client =
        FrameConnection.connect(listener.address(), RawClient.KEY, NetworkOptions.defaults())) {
      client.send("ping");
      assertEquals("pong", client.receive());
    }
  }

  private void assertNothingIsLeft() throws IOException {
    await()
        .atMost(LONG)
        .untilAsserted(() -> {
          assertEquals(List.of("fuzz-accept", "procpool-accept"), ourThreads());
          assertTrue(descriptors() <= descriptorsBefore + 2, "descriptors are left");
        });
  }

  private static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(thread -> thread.getName().replaceAll("(procpool-accept)-.*", "$1"))
        .filter(name -> name.startsWith("fuzz-") || name.startsWith("procpool-"))
        .sorted()
        .toList();
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void strangersBytesAreNeverDeserialized() throws Exception {
    int before = Mark.LEFT.get();
    for (int i = 0; i < STRANGERS; i++) {
      try (RawClient client = new RawClient(listener.address())) {
        client.sendAndEnd(strangersBytes(client));
        client.readToEnd();
      }
    }
    assertServes();
    assertEquals(before, Mark.LEFT.get());
    assertNothingIsLeft();
  }

  /** Noise, a damaged answer, or a frame, or one after the other. */
  private byte[] strangersBytes(RawClient client) throws IOException {
    byte[] frame = RawClient.frameOf(new Mark());
    return switch (random.nextInt(4)) {
      case 0 -> noise();
      case 1 -> frame;
      case 2 -> damaged(answer(client, RawClient.KEY));
      default -> joined(answer(client, RawClient.WRONG_KEY), frame);
    };
  }

  /** What a client with the key answers, with its length. */
  private static byte[] answer(RawClient client, byte[] key) throws IOException {
    byte[] challenge =
        HandshakeLayout.receive(
            client.line, HandshakeLayout.SERVER, HandshakeLayout.CHALLENGE_BYTES);
    byte[] answer = new Handshake(client.line, Handshake.key(key), new byte[0]).answer(challenge);
    return ByteBuffer.allocate(2 + answer.length)
        .putShort((short) answer.length)
        .put(answer)
        .array();
  }

  @Test
  void damagedFramesEndTheirConnectionAndNoOther() throws Exception {
    for (int i = 0; i < FRAMES; i++) {
      try (RawClient client = RawClient.authenticated(listener.address())) {
        byte[] frame = RawClient.frameOf(SAMPLES.get(random.nextInt(SAMPLES.size())));
        client.sendAndEnd(random.nextInt(8) == 0 ? noise() : damaged(frame));
        client.readToEnd();
      }
    }
    assertServes();
    assertNothingIsLeft();
  }

  @Test
  void damagedMessagesFailAloneAndTheirConnectionGoesOn() throws Exception {
    byte[] ping = RawClient.frameOf("ping");
    List<byte[]> bodies = SAMPLES.stream().map(RawClient::frameOf).map(RawClient::bodyOf).toList();
    int pongBytes = RawClient.frameOf("pong").length;
    try (RawClient client = RawClient.authenticated(listener.address())) {
      for (int i = 0; i < MESSAGES / BATCH; i++) {
        for (int j = 0; j < BATCH; j++) {
          byte[] body = damaged(bodies.get(random.nextInt(bodies.size())));
          client.line.write(RawClient.frame(10 + random.nextInt(2), body));
        }
        client.line.write(ping);
        assertEquals(pongBytes, client.line.read(pongBytes).length);
      }
    }
    assertServes();
    assertNothingIsLeft();
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Changes, cuts or lengthens it; the result is never the same. */
  private byte[] damaged(byte[] bytes) {
    byte[] changed = bytes.clone();
    switch (random.nextInt(4)) {
      case 0 -> changed = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        int at = random.nextInt(bytes.length);
        changed[at] = (byte) (bytes[at] + 1 + random.nextInt(255));
      }
      default -> {
        for (int i = 0; i < 4; i++) {
          changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        changed[0] ^= 1;
      }
    }
    return changed;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
