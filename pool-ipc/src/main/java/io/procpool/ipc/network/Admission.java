package io.procpool.ipc.network;

import io.procpool.AuthenticationException;
import io.procpool.NetworkOptions;
import io.procpool.ipc.channel.RawLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sockets on their way to be peers: a bounded number that have not proved themselves, a bounded
 * number that have and wait for somebody to take them. Neither takes the place of the other.
 */
final class Admission implements AutoCloseable {

  /** How many peers may wait to be taken; further clients are told to come again. */
  private static final int MAX_WAITING = 1024;

  private final SecretKeySpec key;
  private final NetworkOptions options;
  private final RefusalLog refusals = new RefusalLog();
  private final Semaphore room = new Semaphore(MAX_WAITING);
  private final HalfOpenClients halfOpen;
  private final BlockingQueue<Optional<Peer>> waiting = new LinkedBlockingQueue<>(); // empty: end
  private volatile boolean closed;

  Admission(SecretKeySpec key, NetworkOptions options) {
    this.key = key;
    this.options = options;
    this.halfOpen = new HalfOpenClients(options.maxHandshakes());
  }

  /**
   * Starts the handshake with a client. Blocks for a moment while there are as many clients at it
   * as may be: others wait in the system's queue meanwhile, in the order they came.
   */
  void admit(SocketChannel socket, SocketAddress address) throws IOException {
    try {
      HalfOpenClient client = halfOpen.enter(socket);
      if (halfOpen.hasDropped()) {
        refusals.droppedSilent(address, options.maxHandshakes());
      }
      start(client, address);
    } catch (Throwable failed) {
      socket.close();
      throw failed;
    }
  }

  private void start(HalfOpenClient client, SocketAddress address) {
    try {
      Thread.ofVirtual().name("procpool-handshake").start(() -> meet(client, address));
    } catch (Throwable noThread) {
      halfOpen.leave(client);
      throw noThread;
    }
  }

  private void meet(HalfOpenClient client, SocketAddress address) {
    try {
      Peer peer = shakeHands(client, address);
      waiting.add(Optional.of(peer));
      if (closed) {
        endWaiting();
      }
    } catch (AuthenticationException refused) {
      refusals.strange(address, refused);
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      refusals.failed(address, failed);
    } finally {
      halfOpen.leave(client);
    }
  }

  private Peer shakeHands(HalfOpenClient client, SocketAddress address) throws IOException {
    SocketChannel socket = client.socket();
    try (Deadline deadline = Deadline.start(socket, options.handshakeTimeout())) {
      try {
        Addresses.tune(socket, address);
        return proveAndTake(client, socket.getRemoteAddress());
      } catch (IOException failed) {
        throw deadline.explain(failed);
      }
    } catch (Throwable failed) {
      socket.close();
      throw failed;
    }
  }

  private Peer proveAndTake(HalfOpenClient client, SocketAddress from) throws IOException {
    RawLine line = client.line();
    boolean[] hasRoom = new boolean[1];
    try {
      Handshake handshake = new Handshake(line, key, Secured.start(line, options, false));
      long pid =
          handshake.serve(() ->
              halfOpen.leave(client) && (hasRoom[0] = room.tryAcquire()) && hasDescriptors(line));
      return new Peer(line.toChannel(options.maxMessageBytes()), from, pid);
    } catch (Throwable failed) {
      if (hasRoom[0]) {
        room.release();
      }
      line.close();
      throw failed;
    }
  }

  /** Takes all that the client will need, before it is told that it is welcome. */
  private boolean hasDescriptors(RawLine line) {
    try {
      reserve(line);
      return true;
    } catch (IOException noMore) {
      refusals.outOfDescriptors(noMore);
      return false;
    }
  }

  private void reserve(RawLine line) throws IOException {
    while (true) {
      try {
        line.reserve();
        return;
      } catch (IOException noMore) {
        if (!halfOpen.giveWay()) {
          throw noMore;
        }
      }
    }
  }

  /**
   * This process may open no more: frees what a client holds that has not proved itself in its
   * time, if there is one. Does not block: those behind it in the system's queue would wait, too.
   */
  boolean giveWay() throws IOException {
    return halfOpen.giveWayNow();
  }

  /** Closes a client's socket, since this process may open no more. */
  void refuse(SocketChannel socket, IOException noMore) throws IOException {
    socket.close(); // and so there is one for the log
    refusals.outOfDescriptors(noMore);
  }

  /** The next client cannot be accepted, for now. */
  void cannotAccept(SocketAddress address, Throwable failed) {
    refusals.cannotAccept(address, failed);
  }

  /** Blocks for the next peer. */
  Peer take() throws ClosedChannelException, InterruptedException {
    Optional<Peer> next = waiting.take();
    if (next.isEmpty()) {
      waiting.add(next); // for whoever waits besides
      throw new ClosedChannelException();
    }
    room.release();
    return next.get();
  }

  private void endWaiting() {
    Optional<Peer> peer;
    while ((peer = waiting.poll()) != null) {
      peer.ifPresent(Admission::close);
    }
    waiting.add(Optional.empty());
  }

  private static void close(Peer unwanted) {
    try {
      unwanted.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException("a connection cannot be closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    halfOpen.close();
    endWaiting();
  }
}
