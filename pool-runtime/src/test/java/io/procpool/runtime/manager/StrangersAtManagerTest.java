package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.Manager;
import io.procpool.ManagerOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A manager's server among strangers that have no key and come again at once. */
@Timeout(120)
final class StrangersAtManagerTest {

  private static final int STRANGERS = 2000;
  private static final int HONEST = 50;
  private static final int DESCRIPTORS = 4000;

  @TempDir Path folder;
  private final AtomicBoolean ending = new AtomicBoolean();

  @Test
  void silentOnesKeepNoClientOut() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try (SmallServer server = SmallServer.start(folder.resolve("s"), DESCRIPTORS)) {
        CountDownLatch tried = new CountDownLatch(STRANGERS);
        for (int i = 0; i < STRANGERS; i++) {
          threads.execute(() -> comeAgainAndAgain(server.address(), tried));
        }
        tried.await();
        List<Future<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < HONEST; i++) {
          int number = i;
          clients.add(threads.submit(() -> putAndGet(server.address(), number)));
        }
        for (int i = 0; i < HONEST; i++) {
          assertEquals(i, clients.get(i).get(60, TimeUnit.SECONDS));
        }
      } finally {
        ending.set(true); // for the strangers, whom the server's end drops
      }
    }
  }

  private void comeAgainAndAgain(SocketAddress address, CountDownLatch tried) {
    while (!ending.get()) {
      try (SocketChannel socket = SocketChannel.open(address)) {
        tried.countDown();
        ByteBuffer heard = ByteBuffer.allocate(256);
        while (socket.read(heard) >= 0) {
          heard.clear();
        }
      } catch (IOException dropped) {
        Thread.yield(); // and again
      }
    }
  }

  private static Integer putAndGet(SocketAddress address, int number) {
    try (Manager manager = Manager.connect(address, SmallServer.KEY, ManagerOptions.defaults())) {
      var map = manager.<String, Integer>map();
      map.put("number", number);
      return map.get("number");
    }
  }
}
