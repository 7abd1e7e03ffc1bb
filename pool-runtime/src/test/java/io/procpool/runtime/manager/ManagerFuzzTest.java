package io.procpool.runtime.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.ManagerServer;
import io.procpool.NetworkOptions;
import io.procpool.ipc.channel.FrameChannel;
import io.procpool.ipc.channel.FrameType;
import io.procpool.ipc.channel.OutFrame;
import io.procpool.ipc.network.ClientPort;
import io.procpool.ipc.pickle.ClassTable;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.Pickler;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients with the key that send noise and damaged calls to a manager's server that lives. Its seed
 * is printed; {@code -Dseed=} repeats a run.
 */
@Timeout(120)
final class ManagerFuzzTest {

  private static final int FRAMES = 30_000;
  private static final int FRAMES_OF_CLIENT = 75;
  private static final int METHODS = 18;
  private static final int OBJECTS = 60;
  private static final int OBJECTS_BEFORE = (METHODS + 1) * 128;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final List<FrameType> TYPES =
      List.of(FrameType.CALL, FrameType.CALL, FrameType.CANCEL, FrameType.HOLD, FrameType.RELEASE);

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Pickler pickler = Pickler.withTable(new ClassTable());

  private int sent;

  @TempDir Path folder;

  @Test
  void damagedCallsEndTheirSessionAtMostAndLeaveNothing() throws Exception {
    System.out.println("ManagerFuzzTest: -Dseed=" + seed);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("m"));
    try (ManagerServer server = ManagerServer.open(address, SmallServer.KEY, options());
        Manager manager = Manager.connect(address, SmallServer.KEY)) {
      ConcurrentMap<String, Integer> calls = outOfReach(manager);
      calls.put("calls", 0);
      attack(address); // what is opened once and kept is open now
      awaitOneSession(server);
      long descriptors = descriptors();
      for (int i = 0; sent < FRAMES; i++) {
        attack(address);
        assertEquals(i, calls.merge("calls", 1, Integer::sum) - 1);
      }
      awaitOneSession(server);
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertTrue(descriptors() <= descriptors, "descriptors are left"));
      await().atMost(LONG).untilAsserted(() -> assertEquals(1, sessionThreads()));
      try (Manager another = Manager.connect(address, SmallServer.KEY)) {
        assertTrue(another.map().isEmpty());
      }
    }
  }

  /** A map whose number no attacker sends, be it damaged. */
  private static ConcurrentMap<String, Integer> outOfReach(Manager manager) {
    for (int i = 0; i < OBJECTS_BEFORE; i++) {
      manager.event();
    }
    return manager.map();
  }

  private static ManagerOptions options() {
    return ManagerOptions.defaults()
        .withNetwork(NetworkOptions.defaults().withMaxMessageBytes(1 << 20));
  }

  private static void awaitOneSession(ManagerServer server) {
    await().atMost(LONG).until(() -> ((ServedManager) server).sessionCount() == 1);
  }

  private static long sessionThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("manager-.*-session-.*"))
        .count();
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /** One client: it makes some objects, and then sends what it likes until it is refused. */
  private void attack(UnixDomainSocketAddress address) throws Exception {
    FrameChannel channel =
        ClientPort.connect(address, SmallServer.KEY, NetworkOptions.defaults()).channel();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Throwable> failed = new AtomicReference<>();
    Thread reader = Thread.ofPlatform().daemon().start(() -> readToEnd(channel, ended, failed));
    try (channel) {
      for (int i = 0; i < FRAMES_OF_CLIENT; i++) {
        byte[] body = random.nextInt(200) == 0 ? noise() : body();
        channel.send(
            new OutFrame(TYPES.get(random.nextInt(TYPES.size()))).add(body, 0, body.length));
        sent++;
      }
    } catch (IOException refused) {
      ended.await(); // the server has ended the connection
    }
    reader.join();
    assertEquals(null, failed.get());
  }

  private static void readToEnd(
      FrameChannel channel, CountDownLatch ended, AtomicReference<Throwable> failed) {
    try {
      while (channel.receive() != null) {
        // replies and refusals, which are for nobody
      }
    } catch (IOException closed) {
      // The server ends it inside a frame, or this side does.
    } catch (RuntimeException | Error e) {
      failed.set(e);
    } finally {
      ended.countDown();
    }
  }

  /** A call, now and then a damaged one; other frames take its first number. */
  private byte[] body() {
    PickleBuffer body = new PickleBuffer();
    body.writeVarInt(0); // no definitions
    body.writeVarLong(random.nextInt(100));
    boolean creates = random.nextInt(4) == 0;
    body.writeVarLong(creates ? 0 : 1 + random.nextInt(OBJECTS));
    body.writeVarInt(creates ? 0 : random.nextInt(METHODS));
    int count = random.nextInt(5);
    body.writeVarInt(count);
    for (int i = 0; i < count; i++) {
      pickler.pickle(value(), body);
    }
    byte[] bytes = Arrays.copyOf(body.bytes(), body.length());
    if (random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(50) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  /** No value is the number of pools among the kinds: each would start processes. */
  private Object value() {
    return switch (random.nextInt(8)) {
      case 0, 6, 7 -> random.nextInt(14) - 2;
      case 1 -> (long) random.nextInt(100_000_000) - 1;
      case 2 -> "calls";
      case 3 -> random.nextBoolean();
      case 4 -> (byte) random.nextInt(10);
      default -> random.nextDouble();
    };
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }
}
