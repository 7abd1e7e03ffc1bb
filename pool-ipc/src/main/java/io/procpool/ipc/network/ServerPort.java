package io.procpool.ipc.network;

import io.procpool.NetworkOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listens at an address for peers that have the key. Thread-safe.
 *
 * <p>Threads: one platform thread accepts sockets, until {@link #close}; each handshake has a
 * virtual thread and one for its deadline. So a client that is silent, or sends anything else,
 * holds up nobody.
 */
public final class ServerPort implements AutoCloseable {

  /** How many connections the system keeps for the thread that accepts. */
  private static final int SYSTEM_BACKLOG = 1024;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger("io.procpool");

  private final ServerSocketChannel server;
  private final @Nullable SocketFile file;
  private final SocketAddress address;
  private final Admission admission;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ServerPort(
      ServerSocketChannel server,
      @Nullable SocketFile file,
      SocketAddress address,
      Admission admission) {
    this.server = server;
    this.file = file;
    this.address = address;
    this.admission = admission;
  }

  /**
   * Listens from now on.
   *
   * @param address a Unix socket's path, whose directory exists, or an {@code InetSocketAddress};
   *     port 0: one that is free
   * @param key what clients must have, at least 16 bytes; it is copied
   * @throws IllegalArgumentException if the key is too short, or the address needs encryption or
   *     consent
   * @throws IOException if the address cannot be had
   */
  public static ServerPort bind(SocketAddress address, byte[] key, NetworkOptions options)
      throws IOException {
    Addresses.check(address, options);
    Admission admission = new Admission(Handshake.key(key), options);
    ServerSocketChannel server = ServerSocketChannel.open(Addresses.familyOf(address));
    try {
      SocketFile file = null;
      if (address instanceof UnixDomainSocketAddress unix) {
        file = SocketFile.bind(server, unix.getPath(), SYSTEM_BACKLOG);
      } else {
        server.bind(address, SYSTEM_BACKLOG);
      }
      SocketAddress bound = file == null ? server.getLocalAddress() : address;
      ServerPort port = new ServerPort(server, file, bound, admission);
      Thread.ofPlatform().daemon().name("procpool-accept-" + bound).start(port::acceptSockets);
      return port;
    } catch (IOException e) {
      server.close();
      throw new IOException("cannot listen at " + address + ": " + e.getMessage(), e);
    }
  }

  /** Where it listens, its port resolved. */
  public SocketAddress address() {
    return address;
  }

  /**
   * Blocks for the next peer that has proved itself; it is the caller's to close.
   *
   * @throws ClosedChannelException if the port is closed
   */
  public Peer accept() throws ClosedChannelException, InterruptedException {
    return admission.take();
  }

  private void acceptSockets() {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        SocketChannel socket = server.accept();
        pause = FIRST_PAUSE;
        admission.admit(socket, address);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | OutOfMemoryError e) {
        // Out of descriptors, most likely: clients wait in the system's queue meanwhile.
        if (pause.equals(FIRST_PAUSE)) {
          LOG.log(
              System.Logger.Level.WARNING,
              "cannot accept connections at " + address + ", trying again: " + e);
        }
        if (isClosedWithin(pause)) {
          return;
        }
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      }
    }
  }

  private boolean isClosedWithin(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /**
   * Ends {@link #accept}, what is at its handshake and what nobody has accepted, and removes the
   * socket's file. Peers that were accepted go on. Idempotent.
   */
  @Override
  public void close() throws IOException {
    closed.countDown();
    try (admission) {
      if (file != null && server.isOpen()) {
        file.remove();
      }
      server.close();
    }
  }
}
