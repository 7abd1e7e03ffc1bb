package io.procpool.ipc.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Connection;
import io.procpool.NetworkOptions;
import io.procpool.ipc.connection.FrameConnection;
import io.procpool.ipc.connection.PortListener;
import io.procpool.ipc.memory.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand strangers that come again at once, and those who have the key. */
@Timeout(120)
final class ManyStrangersTest {

  private static final int STRANGERS = 2000;
  private static final int HONEST = 50;
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int FEW = 64;
  private static final long HEAP = 64L << 20;

  private static final NetworkOptions OPTIONS =
      NetworkOptions.defaults().withHandshakeTimeout(BOUND);

  @TempDir static Path folder;
  private static NetworkOptions encrypted;

  @BeforeAll
  static void makeCertificate() throws Exception {
    encrypted = OPTIONS.withTls(Certificates.make(folder.resolve("own.p12")));
  }

  @Test
  void silentOnesKeepNobodyOutOfAUnixSocket() throws Exception {
    letAllIn(UnixDomainSocketAddress.of(folder.resolve("u")), OPTIONS, 0);
  }

  @Test
  void silentOnesKeepNobodyOutOfTcp() throws Exception {
    letAllIn(ServerPortTest.loopback(), OPTIONS, 0);
  }

  @Test
  void silentOnesKeepNobodyOutOfTls() throws Exception {
    letAllIn(ServerPortTest.loopback(), encrypted, 0);
  }

  @Test
  void onesThatBeginAHandshakeKeepNobodyOut() throws Exception {
    letAllIn(UnixDomainSocketAddress.of(folder.resolve("b")), OPTIONS, 1);
  }

  @Test
  void onesThatTalkNonsenseKeepNobodyOut() throws Exception {
    letAllIn(ServerPortTest.loopback(), OPTIONS, 300);
  }

  private static void letAllIn(SocketAddress where, NetworkOptions options, int said)
      throws Exception {
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    long heap = usedHeap();
    try (PortListener listener = PortListener.open(where, RawClient.KEY, options)) {
      Process strangers = start(listener.address(), said);
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
          BufferedReader out = strangers.inputReader()) {
        assertEquals("there", out.readLine());
        assertBounded(threads, heap, options);
        List<Connection> clients = connectAll(callers, listener, options);
        assertBounded(threads + 2 * HONEST, heap, options);
        for (Connection client : clients) {
          client.close();
        }
      } finally {
        strangers.destroyForcibly().waitFor();
      }
    }
  }

  private static Process start(SocketAddress at, int said) throws Exception {
    String address =
        at instanceof InetSocketAddress inet ? String.valueOf(inet.getPort()) : at.toString();
    return ChildJvm.start(
        Strangers.class, address, String.valueOf(STRANGERS), String.valueOf(said));
  }

  /** Each of the honest sends its number and has it back. */
  private static List<Connection> connectAll(
      ExecutorService callers, PortListener listener, NetworkOptions options) throws Exception {
    Future<List<Connection>> accepting = callers.submit(() -> answerAll(listener));
    List<Future<Connection>> connecting = new ArrayList<>();
    for (int i = 0; i < HONEST; i++) {
      int number = i;
      connecting.add(
          callers.submit(() -> {
            Connection client = FrameConnection.connect(listener.address(), RawClient.KEY, options);
            client.send(number);
            assertEquals(number, client.receive());
            return client;
          }));
    }
    List<Connection> all = new ArrayList<>();
    for (Future<Connection> client : connecting) {
      all.add(client.get(2 * BOUND.toSeconds(), TimeUnit.SECONDS));
    }
    all.addAll(accepting.get(BOUND.toSeconds(), TimeUnit.SECONDS));
    return all;
  }

  private static List<Connection> answerAll(PortListener listener) throws Exception {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < HONEST; i++) {
      Connection server = listener.accept();
      server.send(server.receive());
      all.add(server);
    }
    return all;
  }

  /** Strangers cost no thread of the system, a bounded number of descriptors, and no memory. */
  private static void assertBounded(int threads, long heap, NetworkOptions options)
      throws Exception {
    int threadsNow = ManagementFactory.getThreadMXBean().getThreadCount();
    assertTrue(threadsNow <= threads + FEW, () -> "threads=" + threadsNow + " before=" + threads);
    int descriptors = openDescriptors();
    int limit = options.maxHandshakes() + 10 * HONEST + 4 * FEW;
    assertTrue(descriptors <= limit, () -> "descriptors=" + descriptors + " limit=" + limit);
    long heapNow = usedHeap();
    assertTrue(heapNow <= heap + HEAP, () -> "heap=" + heapNow + " before=" + heap);
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static int openDescriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return Math.toIntExact(open.count());
    }
  }
}
