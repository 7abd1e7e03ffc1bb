package io.procpool.ipc.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A program of strangers, each of which connects, says so many zeros and waits, and connects again
 * when it is dropped; until its input ends. It prints a line when each has been dropped or has come
 * as far as it could.
 *
 * <p>Arguments: a port or a path; how many; how many bytes each says.
 */
final class Strangers {

  private final SocketAddress address;
  private final byte[] said;
  private final CountDownLatch tried;

  private Strangers(SocketAddress address, int count, int bytes) {
    this.address = address;
    this.said = new byte[bytes];
    this.tried = new CountDownLatch(count);
  }

  static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    Strangers strangers =
        new Strangers(addressOf(arguments[0]), count, Integer.parseInt(arguments[2]));
    for (int i = 0; i < count; i++) {
      Thread.ofVirtual().start(strangers::comeAgainAndAgain);
    }
    strangers.tried.await();
    System.out.println("there");
    while (System.in.read() >= 0) {
      // the test goes on
    }
  }

  private static SocketAddress addressOf(String text) {
    return text.startsWith("/")
        ? UnixDomainSocketAddress.of(Path.of(text))
        : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(text));
  }

  private void comeAgainAndAgain() {
    while (true) {
      try (SocketChannel socket = SocketChannel.open(address)) {
        tried.countDown();
        socket.write(ByteBuffer.wrap(said));
        ByteBuffer heard = ByteBuffer.allocate(256);
        while (socket.read(heard) >= 0) {
          heard.clear();
        }
      } catch (IOException dropped) {
        Thread.yield(); // and again
      }
    }
  }
}
