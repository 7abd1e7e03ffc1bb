package io.procpool.ipc.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.AuthenticationException;
import io.procpool.NetworkOptions;
import io.procpool.ipc.channel.Frame;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, where a server may listen, and what its socket file is. */
@Timeout(60)
final class ServerPortTest {

  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER = "0123456789abcdeg".getBytes(StandardCharsets.US_ASCII);
  private static final NetworkOptions OPTIONS = NetworkOptions.defaults();

  @TempDir Path folder;

  private SocketAddress unix() {
    return UnixDomainSocketAddress.of(folder.resolve("s"));
  }

  static SocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void framesGoBothWaysOverAUnixSocket() throws Exception {
    exchange(unix());
  }

  @Test
  void framesGoBothWaysOverTcp() throws Exception {
    exchange(loopback());
  }

  private static void exchange(SocketAddress address) throws Exception {
    try (ServerPort port = ServerPort.bind(address, KEY, OPTIONS)) {
      Peer client = ClientPort.connect(port.address(), KEY, OPTIONS);
      Peer server = port.accept();
      try (var mine = client.channel();
          var other = server.channel()) {
        long[] array = {1, 2, 3};
        mine.send(new OutFrame(FrameType.RUN).addArrays(List.of(array)));
        Frame frame = other.receive();
        assertArrayEquals(array, (long[]) frame.arrays().getFirst());
        other.send(new OutFrame(FrameType.STOP));
        assertEquals(FrameType.STOP, mine.receive().type());
        assertEquals(ProcessHandle.current().pid(), client.pid());
        assertEquals(ProcessHandle.current().pid(), server.pid());
      }
    }
  }

  @Test
  void theEndOfOneSideIsTheEndForTheOther() throws Exception {
    try (ServerPort port = ServerPort.bind(unix(), KEY, OPTIONS);
        var client = ClientPort.connect(port.address(), KEY, OPTIONS).channel()) {
      port.accept().channel().close();
      assertNull(client.receive());
    }
  }

  @Test
  void aWrongKeyIsAnErrorForTheClientAndTheServerGoesOn() throws Exception {
    try (ServerPort port = ServerPort.bind(unix(), KEY, OPTIONS)) {
      var wrong =
          assertThrows(
              AuthenticationException.class,
              () -> ClientPort.connect(port.address(), OTHER, OPTIONS));
      assertTrue(wrong.getMessage().contains("another key"), wrong::getMessage);
      try (var channel = ClientPort.connect(port.address(), KEY, OPTIONS).channel();
          var accepted = port.accept().channel()) {
        channel.send(new OutFrame(FrameType.STOP));
        assertEquals(FrameType.STOP, accepted.receive().type());
      }
    }
  }

  @Test
  void aShortKeyIsRefusedWithWhatToDo() {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> ServerPort.bind(unix(), new byte[15], OPTIONS));
    assertTrue(refused.getMessage().contains("at least 16 bytes"), refused::getMessage);
  }

  @Test
  void otherHostsNeedTlsOrConsent() throws Exception {
    SocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> ServerPort.bind(everywhere, KEY, OPTIONS));
    assertTrue(refused.getMessage().contains("withTls"), refused::getMessage);
    assertTrue(refused.getMessage().contains("withPlaintext"), refused::getMessage);
    SocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 1);
    assertThrows(IllegalArgumentException.class, () -> ClientPort.connect(elsewhere, KEY, OPTIONS));
    ServerPort.bind(everywhere, KEY, OPTIONS.withPlaintext(true)).close();
  }

  @Test
  void onlyItsUserMayOpenTheSocketFileAndItGoesWithTheServer() throws Exception {
    Path file = folder.resolve("s");
    try (ServerPort _ = ServerPort.bind(unix(), KEY, OPTIONS)) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      try (var files = Files.list(folder)) {
        assertEquals(List.of(file), files.toList());
      }
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void theFileOfADeadServerIsReplaced() throws Exception {
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(unix());
    }
    assertTrue(Files.exists(folder.resolve("s")));
    exchange(unix());
  }

  @Test
  void theAddressOfALivingServerIsRefused() throws Exception {
    try (ServerPort port = ServerPort.bind(unix(), KEY, OPTIONS)) {
      var taken = assertThrows(IOException.class, () -> ServerPort.bind(unix(), OTHER, OPTIONS));
      assertTrue(taken.getMessage().contains("living server"), taken::getMessage);
      ClientPort.connect(port.address(), KEY, OPTIONS).channel().close();
      port.accept().channel().close();
    }
  }

  @Test
  void aFileThatIsNoSocketIsNeverReplaced() throws Exception {
    Files.writeString(folder.resolve("s"), "precious");
    assertThrows(IOException.class, () -> ServerPort.bind(unix(), KEY, OPTIONS));
    assertEquals("precious", Files.readString(folder.resolve("s")));
  }

  @Test
  void closeEndsAccept() throws Exception {
    ServerPort port = ServerPort.bind(unix(), KEY, OPTIONS);
    FutureTask<Void> accept =
        new FutureTask<>(() -> {
          assertThrows(ClosedChannelException.class, port::accept);
          return null;
        });
    Thread.ofVirtual().start(accept);
    port.close();
    accept.get();
    assertThrows(ClosedChannelException.class, port::accept);
    assertThrows(IOException.class, () -> ClientPort.connect(port.address(), KEY, OPTIONS));
  }

  @Test
  void anInterruptedThreadConnectsAndStaysInterrupted() throws Exception {
    try (ServerPort port = ServerPort.bind(unix(), KEY, OPTIONS)) {
      Thread.currentThread().interrupt();
      try (var channel = ClientPort.connect(port.address(), KEY, OPTIONS).channel()) {
        channel.send(new OutFrame(FrameType.STOP));
        assertTrue(Thread.interrupted());
        try (var accepted = port.accept().channel()) {
          assertEquals(FrameType.STOP, accepted.receive().type());
        }
      } finally {
        boolean _ = Thread.interrupted();
      }
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUpInTime() throws Exception {
    try (var silent = ServerSocketChannel.open()) {
      silent.bind(loopback());
      SocketAddress address = silent.getLocalAddress();
      NetworkOptions brief = OPTIONS.withHandshakeTimeout(Duration.ofMillis(100));
      var late = assertThrows(IOException.class, () -> ClientPort.connect(address, KEY, brief));
      assertTrue(late.getMessage().contains("no handshake within"), late::getMessage);
    }
  }

  @Test
  void clientsOverTheLimitOfHandshakesGetInWhenThereIsRoom() throws Exception {
    NetworkOptions one = OPTIONS.withMaxHandshakes(1).withHandshakeTimeout(Duration.ofSeconds(40));
    try (ServerPort port = ServerPort.bind(loopback(), KEY, one)) {
      var silent = SocketChannel.open(port.address());
      ByteBuffer challenge = ByteBuffer.allocate(1);
      assertEquals(1, silent.read(challenge)); // it is at its handshake now
      FutureTask<Peer> second =
          new FutureTask<>(() -> ClientPort.connect(port.address(), KEY, one));
      Thread.ofVirtual().start(second);
      silent.close();
      second.get().channel().close();
      port.accept().channel().close();
    }
  }

  @Test
  void aHostThatDoesNotAnswerAnyMoreIsNoticedWithinAMinute() throws Exception {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.INET)) {
      Addresses.tune(socket, loopback());
      Map<String, Integer> set = new HashMap<>();
      for (SocketOption<?> option : socket.supportedOptions()) {
        if (Addresses.KEEP_ALIVE.containsKey(option.name())) {
          set.put(option.name(), (Integer) socket.getOption(option));
        }
      }
      assertEquals(Addresses.KEEP_ALIVE, set);
      assertTrue(socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
    }
  }
}
