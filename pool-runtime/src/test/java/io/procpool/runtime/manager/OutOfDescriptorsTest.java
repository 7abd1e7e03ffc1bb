package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Manager;
import io.procpool.ManagerLostException;
import io.procpool.ManagerOptions;
import io.procpool.NetworkOptions;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that may open no more files refuses clients clearly, serves those it has, and goes on.
 */
@Timeout(180)
final class OutOfDescriptorsTest {

  private static final int DESCRIPTORS = 160;
  private static final int FREED = 3;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final ManagerOptions OPTIONS =
      ManagerOptions.defaults()
          .withNetwork(NetworkOptions.defaults().withHandshakeTimeout(CONNECT_LIMIT));

  @TempDir Path folder;
  private SmallServer server;
  private ConcurrentMap<String, Integer> calls; // of the first client
  private final Deque<Manager> clients = new ArrayDeque<>();
  private final List<SocketChannel> strangers = new ArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    server = SmallServer.start(folder.resolve("s"), DESCRIPTORS);
  }

  @AfterEach
  void stop() throws IOException {
    for (SocketChannel stranger : strangers) {
      stranger.close();
    }
    server.close();
    clients.forEach(Manager::close);
  }

  @Test
  void clientsAreRefusedClearlyAndServedAgainWhenDescriptorsAreFree() {
    clients.add(connect());
    calls = clients.getFirst().map();
    assertServes(); // and so has loaded its classes, which takes descriptors too
    fill();
    assertServes();
    free();
    connectAtLast();
    assertServes();
  }

  @Test
  void strangersThatTakeAllDescriptorsLetClientsBeRefusedClearly() throws Exception {
    clients.add(connect());
    calls = clients.getFirst().map();
    assertServes(); // and so has loaded its classes, which takes descriptors too
    fill();
    for (int i = 0; i < DESCRIPTORS; i++) {
      strangers.add(SocketChannel.open(server.address()));
    }
    fill();
    assertServes();
    for (SocketChannel stranger : strangers) {
      stranger.close();
    }
    free();
    connectAtLast();
    assertServes();
  }

  /** Connects until the server has no descriptors. */
  private void fill() {
    try {
      while (clients.size() < DESCRIPTORS) {
        clients.addLast(connect());
      }
      throw new AssertionError("the server has no limit: clients=" + clients.size());
    } catch (ManagerLostException full) {
      String message = String.valueOf(full.getMessage());
      assertTrue(message.contains("out of descriptors"), message);
      assertTrue(clients.size() > FREED, () -> "clients=" + clients.size());
    }
  }

  /** Connects, or is refused, but in any case comes back. */
  private Manager connect() {
    return assertTimeoutPreemptively(
        LONG, () -> Manager.connect(server.address(), SmallServer.KEY, OPTIONS), "it hangs");
  }

  /** The first and the last client are heard. */
  private void assertServes() {
    int before = calls.merge("calls", 1, Integer::sum);
    assertEquals(before + 1, calls.merge("calls", 1, Integer::sum));
    assertTrue(clients.getLast().map().isEmpty());
  }

  private void free() {
    for (int i = 0; i < FREED; i++) {
      clients.removeLast().close();
    }
  }

  private void connectAtLast() {
    long end = System.nanoTime() + LONG.toNanos();
    while (true) {
      try {
        clients.addLast(connect());
        return;
      } catch (ManagerLostException notYet) {
        assertTrue(System.nanoTime() < end, () -> "nobody is accepted any more: " + notYet);
      }
    }
  }
}
