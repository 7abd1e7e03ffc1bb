package io.procpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Client;
import io.procpool.Connection;
import io.procpool.JvmProcess;
import io.procpool.Listener;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.ManagerServer;
import io.procpool.NotSendableException;
import io.procpool.Pool;
import io.procpool.SharedMemory;
import io.procpool.runtime.metrics.PoolMetrics;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** procpool's own objects in a task travel, or are refused by the name users know. */
@Timeout(120)
class OwnObjectsTest {

  private static final byte[] KEY = new byte[32];

  @TempDir Path directory;

  private static void assertRefused(Pool pool, Object thing, String name, String wayOut) {
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> pool.apply(Object::hashCode, thing));
    String start = name + " cannot be sent to a worker (";
    assertTrue(refused.getMessage().startsWith(start), refused::getMessage);
    assertTrue(refused.getMessage().contains(wayOut), refused::getMessage);
  }

  private UnixDomainSocketAddress address(String name) {
    return UnixDomainSocketAddress.of(directory.resolve(name));
  }

  @Test
  void whatACallHasGivenIsRefusedByName() {
    try (Pool pool = Pool.create(1)) {
      assertRefused(
          pool, pool.applyAsync(() -> 1), "io.procpool.AsyncResult", "wait for its result");
      assertRefused(
          pool,
          pool.imap(x -> x, List.of(1)),
          "io.procpool.ResultIterator",
          "collect its results to a list");
      assertRefused(
          pool,
          pool.applyAsync(() -> 1).toCompletableFuture(),
          "java.util.concurrent.CompletableFuture",
          "wait for its result");
      assertRefused(
          pool, new PoolMetrics(pool), PoolMetrics.class.getName(), "return what is to be counted");
    }
  }

  @Test
  void aProcessIsRefusedByName() throws Exception {
    try (Pool pool = Pool.create(1)) {
      JvmProcess process = JvmProcess.start(() -> {});
      assertRefused(pool, process, "io.procpool.JvmProcess", "send its pid");
      process.join();
    }
  }

  @Test
  void aManagerIsRefusedByNameAndItsObjectsTravel() {
    try (Pool pool = Pool.create(1);
        Manager manager = Manager.start();
        ManagerServer server =
            ManagerServer.open(address("server"), KEY, ManagerOptions.defaults())) {
      assertRefused(pool, manager, "io.procpool.Manager", "its objects travel");
      assertRefused(pool, server.manager(), "io.procpool.Manager", "its objects travel");
      assertRefused(pool, server, "io.procpool.ManagerServer", "Manager.connect");
      List<Integer> list = manager.list();
      pool.apply(managed -> managed.add(7), list);
      assertEquals(List.of(7), list);
    }
  }

  @Test
  void aConnectionOverAnAddressIsRefusedByName() throws Exception {
    try (Pool pool = Pool.create(1);
        Listener listener = Listener.open(address("listener"), KEY);
        Connection client = Client.connect(listener.address(), KEY);
        Connection server = listener.accept()) {
      assertRefused(pool, listener, "io.procpool.Listener", "Client.connect");
      assertRefused(pool, client, "io.procpool.Connection", "pass an end of a Pipe");
      assertRefused(pool, server, "io.procpool.Connection", "pass an end of a Pipe");
    }
  }

  @Test
  void namedMemoryIsToFindByItsName() {
    try (Pool pool = Pool.create(1);
        SharedMemory memory = SharedMemory.create("own-objects-" + System.nanoTime(), 8)) {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> pool.apply(Object::hashCode, memory));
      assertTrue(refused.getMessage().contains("SharedMemory.attach"), refused::getMessage);
    }
  }

  @Test
  void theFieldThatHoldsAManagerIsNamed() {
    try (Pool pool = Pool.create(1);
        Manager manager = Manager.start()) {
      Service service = new Service(manager);
      NotSendableException refused =
          assertThrows(NotSendableException.class, () -> pool.submit(() -> service.name()));
      assertTrue(
          refused.getMessage().contains("Service.manager: io.procpool.Manager cannot be sent"),
          refused::getMessage);
    }
  }

  private record Service(Manager manager) {
    String name() {
      return "service";
    }
  }
}
