package io.procpool.samples;

import io.procpool.ManagerOptions;
import io.procpool.ManagerServer;
import io.procpool.SharedQueue;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A server with two queues, {@code jobs} and {@code results}, for programs that know its address
 * and key: {@link QueueProducer} and {@link QueueConsumer}. It runs until its input ends.
 *
 * <p>Arguments: the path of a socket, and the key, of at least 16 characters. A real one would come
 * from a file that only its user can read.
 */
public final class SharedQueueServer {

  private static final int CAPACITY = 100;

  private SharedQueueServer() {}

  /** Serves the queues. */
  public static void main(String[] args) throws Exception {
    ManagerOptions options =
        ManagerOptions.defaults()
            .withShared("jobs", SharedQueue.class, manager -> manager.queue(CAPACITY))
            .withShared("results", SharedQueue.class, manager -> manager.queue(CAPACITY));
    try (ManagerServer server = ManagerServer.open(address(args), key(args), options)) {
      System.out.println("serving at " + server.address());
      while (System.in.read() >= 0) {
        // until whoever started it closes its input
      }
    }
  }

  static UnixDomainSocketAddress address(String[] args) {
    return UnixDomainSocketAddress.of(Path.of(args[0]));
  }

  static byte[] key(String[] args) {
    return args[1].getBytes(StandardCharsets.UTF_8);
  }
}
