package io.procpool.ipc.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server's end that accepts, and a worker's that connects by path. */
final class SocketPairTest extends FrameChannelContract {

  @TempDir Path directory;

  @Override
  void connect() throws Exception {
    Path file = directory.resolve("socket");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(file));
    channel = FrameChannel.accepting(server);
    FrameChannel other = FrameChannel.toParent(file);
    Future<?> echo =
        submit(() -> {
          EchoMain.echo(other);
          return null;
        });
    far =
        () -> {
          other.close();
          EchoThread.join(echo);
        };
  }

  @Test
  void interruptsNeitherBreakNorEndTheServersCalls() throws Exception {
    byte[] body = randomBytes(8 << 20);
    AtomicBoolean received = new AtomicBoolean();
    FutureTask<Boolean> receiver =
        new FutureTask<>(() -> {
          assertArrayEquals(body, channel.receive().body());
          received.set(true);
          return Thread.interrupted();
        });
    FutureTask<Boolean> sender =
        new FutureTask<>(() -> {
          channel.send(new OutFrame(FrameType.RUN).add(body, 0, body.length));
          return Thread.interrupted();
        });
    Thread reading = Thread.ofPlatform().start(receiver);
    reading.interrupt();
    Thread writing = Thread.ofPlatform().start(sender);
    do {
      reading.interrupt();
      writing.interrupt();
    } while (!received.get() && !receiver.isDone());
    assertTrue(receiver.get(10, TimeUnit.SECONDS), "the interrupt is kept for the thread");
    sender.get(10, TimeUnit.SECONDS);
    assertEquals(3, number(echo(numbered(0, 3))));
  }

  @Test
  void shutdownInputBeforeAnybodyCameIsAnEndOfStream() throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(directory.resolve("lonely")));
    try (FrameChannel lonely = FrameChannel.accepting(server)) {
      assertFalse(lonely.offer(numbered(0, 1)));
      Future<Frame> receiver = submit(lonely::receive);
      lonely.shutdownInput();
      assertNull(receiver.get(10, TimeUnit.SECONDS));
      assertThrows(IOException.class, lonely::flush);
    }
  }
}
