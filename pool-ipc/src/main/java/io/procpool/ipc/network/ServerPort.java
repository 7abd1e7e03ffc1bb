package io.procpool.ipc.network;

import io.procpool.NetworkOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * <p>A process that may open no more refuses clients at once, by a descriptor it keeps back, and
 * takes them again when it may.
 *
 * <p>Threads: one platform thread accepts sockets, until {@link #close}; each handshake has a
 * virtual thread and one for its deadline. So a client that is silent, or sends anything else,
 * holds up nobody.
 */
public final class ServerPort implements AutoCloseable {

  /**
   * How many connections the system keeps for the thread that accepts, at most (Linux: no more than
   * net.core.somaxconn).
   */
  private static final int SYSTEM_BACKLOG = 4096;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

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
      SpareDescriptor spare = new SpareDescriptor(address);
      spare.keep();
      Thread.ofPlatform()
          .daemon()
          .name("procpool-accept-" + bound)
          .start(() -> port.acceptSockets(spare));
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

  private void acceptSockets(SpareDescriptor spare) {
    try (spare) {
      Duration pause = FIRST_PAUSE;
      do {
        pause = acceptUntilFailure(spare) ? FIRST_PAUSE : longer(pause);
      } while (!isClosedWithin(pause));
    } catch (IOException e) {
      throw new UncheckedIOException("a descriptor that was kept back cannot be freed", e);
    }
  }

  /** Accepts until something fails, to be tried again; false if it failed at once. */
  private boolean acceptUntilFailure(SpareDescriptor spare) {
    boolean accepted = false;
    try {
      while (true) {
        SocketChannel socket = accept(spare);
        accepted = true;
        admitOrRefuse(socket, spare);
      }
    } catch (ClosedChannelException ended) {
      return accepted;
    } catch (IOException | RuntimeException | Error failed) {
      admission.cannotAccept(address, failed); // clients wait in the system's queue meanwhile
      return accepted;
    }
  }

  private SocketChannel accept(SpareDescriptor spare) throws IOException {
    try {
      return server.accept();
    } catch (ClosedChannelException ended) {
      throw ended;
    } catch (IOException noMore) {
      if (!spare.release()) {
        throw noMore;
      }
      return server.accept();
    }
  }

  private void admitOrRefuse(SocketChannel socket, SpareDescriptor spare) throws IOException {
    try {
      keep(spare);
    } catch (IOException noMore) {
      admission.refuse(socket, noMore);
      return;
    }
    admission.admit(socket, address);
  }

  private void keep(SpareDescriptor spare) throws IOException {
    try {
      spare.keep();
    } catch (IOException noMore) {
      if (!admission.giveWay()) {
        throw noMore;
      }
      spare.keep();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
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
