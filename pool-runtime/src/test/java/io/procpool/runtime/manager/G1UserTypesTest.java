package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.JvmProcess;
import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.ManagerServer;
import io.procpool.SharedQueue;
import io.procpool.ipc.proxy.CallManner;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G1: users' own types. */
@Timeout(120)
class G1UserTypesTest {

  /** A counter that lives in the manager. */
  interface Counter {
    int add(int amount) throws OverflowException;

    long pid();

    Counter another();

    Counter self();

    void giveTo(SharedQueue<Integer> queue) throws InterruptedException;
  }

  /** What a counter throws; it knows by how much. */
  static final class OverflowException extends Exception {
    private static final long serialVersionUID = 1L;

    final int by;

    OverflowException(int by) {
      super("over by " + by);
      this.by = by;
    }
  }

  /** The counter in the manager's process; its other methods cannot be called. */
  static final class LimitedCounter implements Counter {
    private final AtomicInteger value = new AtomicInteger();

    @Override
    public int add(int amount) throws OverflowException {
      int now = value.addAndGet(amount);
      if (now > 100) {
        throw new OverflowException(now - 100);
      }
      return now;
    }

    @Override
    public long pid() {
      return ProcessHandle.current().pid();
    }

    @Override
    public Counter another() {
      return new LimitedCounter();
    }

    @Override
    public Counter self() {
      return this;
    }

    @Override
    public void giveTo(SharedQueue<Integer> queue) throws InterruptedException {
      queue.put(value.get());
    }
  }

  private static Manager manager;

  @BeforeAll
  static void start() {
    manager =
        Manager.start(
            ManagerOptions.defaults()
                .withType(Counter.class, LimitedCounter::new)
                .withShared(Counter.class, LimitedCounter::new)
                .withShared("jobs", SharedQueue.class, server -> server.queue(5)));
  }

  @AfterAll
  static void end() {
    manager.close();
  }

  @Test
  void eachCreateMakesANewObjectInTheManagersProcess() throws Exception {
    Counter counter = manager.create(Counter.class);
    Counter other = manager.create(Counter.class);
    assertEquals(5, counter.add(5));
    assertEquals(1, other.add(1));
    assertEquals(manager.pid(), counter.pid());
    assertNotEquals(counter, other);
  }

  @Test
  void aSharedObjectIsOneForAllProcesses() throws Exception {
    Counter counter = manager.shared(Counter.class);
    int before = counter.add(0);
    JvmProcess child = JvmProcess.start(G1UserTypesTest::addTwo, counter);
    child.join();
    assertEquals(before + 2, manager.shared(Counter.class).add(0));
    assertEquals(counter, manager.shared(Counter.class));
  }

  private static void addTwo(Counter counter) throws OverflowException {
    int _ = counter.add(2);
  }

  @Test
  void aTypeMayBeRegisteredWhenTheManagerRuns() throws Exception {
    try (Manager late = Manager.start()) {
      assertThrows(IllegalArgumentException.class, () -> late.create(Counter.class));
      late.register(Counter.class, LimitedCounter::new);
      late.register("results", SharedQueue.class, server -> server.queue(2));
      assertEquals(5, late.create(Counter.class).add(5));
      assertEquals(2, late.shared("results", SharedQueue.class).capacity());
    }
  }

  @Test
  void aServerTakesNoTypesFromItsClients(@TempDir Path directory) throws Exception {
    SocketAddress address = UnixDomainSocketAddress.of(directory.resolve("server"));
    byte[] key = "sixteen bytes at least".getBytes(StandardCharsets.UTF_8);
    try (ManagerServer _ = ManagerServer.open(address, key, ManagerOptions.defaults());
        Manager client = Manager.connect(address, key)) {
      assertThrows(
          RuntimeException.class, () -> client.register(Counter.class, LimitedCounter::new));
      assertThrows(IllegalArgumentException.class, () -> client.create(Counter.class));
    }
  }

  @Test
  void aServerRunsNoActionOfItsClientsBarriersButItsOwn(@TempDir Path directory) throws Exception {
    SocketAddress address = UnixDomainSocketAddress.of(directory.resolve("server"));
    byte[] key = "sixteen bytes at least".getBytes(StandardCharsets.UTF_8);
    AtomicInteger trips = new AtomicInteger();
    try (ManagerServer server = ManagerServer.open(address, key, ManagerOptions.defaults());
        Manager client = Manager.connect(address, key)) {
      assertThrows(UnsupportedOperationException.class, () -> client.barrier(1, () -> {}));
      assertEquals(0, server.manager().barrier(1, () -> trips.incrementAndGet()).await());
      assertEquals(1, trips.get());
    }
  }

  @Test
  void aNamedObjectMayBeABuiltInOne() {
    SharedQueue<?> jobs = manager.shared("jobs", SharedQueue.class);
    assertEquals(5, jobs.capacity());
    assertEquals(jobs, manager.shared("jobs", SharedQueue.class));
    assertThrows(IllegalArgumentException.class, () -> manager.shared("others", SharedQueue.class));
    assertThrows(IllegalArgumentException.class, () -> manager.create(Runnable.class));
  }

  @Test
  void anExceptionArrivesAsItselfWithTheManagersTrace() {
    Counter counter = manager.create(Counter.class);
    OverflowException thrown = assertThrows(OverflowException.class, () -> counter.add(103));
    assertEquals(3, thrown.by);
    assertTrue(
        Arrays.stream(thrown.getStackTrace())
            .anyMatch(line -> line.getClassName().equals(LimitedCounter.class.getName())));
  }

  @Test
  void resultsOfARegisteredTypeAreProxies() throws Exception {
    Counter counter = manager.create(Counter.class);
    Counter another = counter.another();
    assertTrue(Proxy.isProxyClass(another.getClass()));
    assertEquals(7, another.add(7));
    assertEquals(0, counter.add(0));
    assertEquals(counter, counter.self());
  }

  @Test
  void proxiesMeetInsideTheManager() throws Exception {
    Counter counter = manager.create(Counter.class);
    SharedQueue<Integer> queue = manager.queue(1);
    int _ = counter.add(9);
    counter.giveTo(queue);
    assertEquals(9, queue.take());
    ConcurrentMap<String, Counter> map = manager.map();
    map.put("c", counter);
    assertEquals(10, map.get("c").add(1));
  }

  @Test
  void onlyTheInterfacesMethodsCanBeCalled() throws Exception {
    Object handler = Proxy.getInvocationHandler(manager.create(Counter.class));
    var reference = ((io.procpool.ipc.proxy.ManagedProxy) handler).reference();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> reference.caller().call(reference, 5, CallManner.PLAIN));
    assertTrue(refused.getMessage().contains("no such method"), refused::getMessage);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ((java.lang.reflect.InvocationHandler) handler)
                .invoke(handler, AtomicInteger.class.getMethod("get"), null));
  }
}
