package io.procpool.ipc.network;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AuthenticationException;
import io.procpool.NetworkOptions;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Frames over TLS, with a certificate that signs itself. */
@Timeout(60)
final class TlsTest {

  private static final int FRAMES = 300;

  private static SSLContext own;
  private static SSLContext other;

  @BeforeAll
  static void makeCertificates(@TempDir Path folder) throws Exception {
    own = Certificates.make(folder.resolve("own.p12"));
    other = Certificates.make(folder.resolve("other.p12"));
  }

  private static NetworkOptions with(SSLContext context) {
    return NetworkOptions.defaults().withTls(context);
  }

  private static ServerPort bind() throws IOException {
    return ServerPort.bind(loopback(), RawClient.KEY, with(own));
  }

  private static SocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void bothSidesReadAndWriteAtOnce() throws Exception {
    try (ServerPort port = bind();
        FrameChannel client =
            ClientPort.connect(port.address(), RawClient.KEY, with(own)).channel();
        FrameChannel server = port.accept().channel();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<CompletableFuture<Void>> all =
          List.of(
              CompletableFuture.runAsync(() -> sendAll(client, 1), threads),
              CompletableFuture.runAsync(() -> sendAll(server, 2), threads),
              CompletableFuture.runAsync(() -> receiveAll(server, 1), threads),
              CompletableFuture.runAsync(() -> receiveAll(client, 2), threads));
      for (CompletableFuture<Void> side : all) {
        side.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static void sendAll(FrameChannel channel, int seed) {
    Random random = new Random(seed);
    try {
      for (int i = 0; i < FRAMES; i++) {
        byte[] body = body(random);
        OutFrame frame = new OutFrame(FrameType.RUN).give(body, 0, body.length);
        if (!channel.offer(frame)) {
          channel.flush();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void receiveAll(FrameChannel channel, int seed) {
    Random random = new Random(seed);
    try {
      for (int i = 0; i < FRAMES; i++) {
        Frame frame = channel.receive();
        assertArrayEquals(body(random), frame.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] body(Random random) {
    byte[] body = new byte[random.nextInt(100) == 0 ? 1 << 20 : random.nextInt(40_000)];
    random.nextBytes(body);
    return body;
  }

  @Test
  void inputIsFoundWithoutReadingIt() throws Exception {
    try (ServerPort port = bind();
        FrameChannel client =
            ClientPort.connect(port.address(), RawClient.KEY, with(own)).channel();
        FrameChannel server = port.accept().channel()) {
      client.send(new OutFrame(FrameType.STOP));
      await().atMost(Duration.ofSeconds(50)).until(server::hasInput);
      assertTrue(server.hasInput());
      assertEquals(FrameType.STOP, server.receive().type());
      assertFalse(server.hasInput());
    }
  }

  @Test
  void theEndOfOneSideIsTheEndForTheOther() throws Exception {
    try (ServerPort port = bind();
        FrameChannel client =
            ClientPort.connect(port.address(), RawClient.KEY, with(own)).channel()) {
      port.accept().channel().close();
      assertNull(client.receive());
    }
  }

  @Test
  void aServerWithAStrangeCertificateIsRefused() throws Exception {
    try (ServerPort port = bind()) {
      IOException refused =
          assertThrows(
              IOException.class,
              () -> ClientPort.connect(port.address(), RawClient.KEY, with(other)));
      assertTrue(refused.getMessage().contains("PKIX"), refused::getMessage);
      ClientPort.connect(port.address(), RawClient.KEY, with(own)).channel().close();
      port.accept().channel().close();
    }
  }

  @Test
  void theKeyIsNeededBesidesTheCertificate() throws Exception {
    try (ServerPort port = bind()) {
      assertThrows(
          AuthenticationException.class,
          () -> ClientPort.connect(port.address(), RawClient.WRONG_KEY, with(own)));
    }
  }

  @Test
  void aClientWithoutTlsIsToldToAskForIt() throws Exception {
    try (ServerPort port = bind()) {
      NetworkOptions plain = NetworkOptions.defaults().withHandshakeTimeout(Duration.ofMillis(200));
      IOException late =
          assertThrows(
              IOException.class, () -> ClientPort.connect(port.address(), RawClient.KEY, plain));
      assertTrue(late.getMessage().contains("do both sides or none use TLS"), late::getMessage);
    }
  }

  @Test
  void aClientThatIsRefusedBeforeTlsTriesAgain() throws Exception {
    try (ServerSocketChannel door = ServerSocketChannel.open();
        Admission admission = new Admission(Handshake.key(RawClient.KEY), with(own));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SocketAddress address = door.bind(loopback()).getLocalAddress();
      NetworkOptions patient = with(own).withHandshakeTimeout(Duration.ofSeconds(50));
      Future<Peer> client =
          threads.submit(() -> ClientPort.connect(address, RawClient.KEY, patient));
      door.accept().close();
      try (SocketChannel second = door.accept()) {
        assertEquals(1, second.read(ByteBuffer.allocate(1))); // its end is a reset: more has come
      }
      admission.admit(door.accept(), address);
      client.get().channel().close();
      admission.take().channel().close();
    }
  }
}
