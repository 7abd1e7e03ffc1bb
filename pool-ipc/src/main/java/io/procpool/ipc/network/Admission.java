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
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sockets on their way to be peers: a bounded number at their handshakes, a bounded number that
 * wait for somebody to take them.
 */
final class Admission implements AutoCloseable {

  /** How many peers may wait to be taken; further clients are told to come again. */
  private static final int MAX_WAITING = 1024;

  private final SecretKeySpec key;
  private final NetworkOptions options;
  private final RefusalLog refusals = new RefusalLog();
  private final Semaphore handshakes;
  private final Semaphore room = new Semaphore(MAX_WAITING);
  private final Set<SocketChannel> atHandshake = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Optional<Peer>> waiting = new LinkedBlockingQueue<>(); // empty: end
  private volatile boolean closed;

  Admission(SecretKeySpec key, NetworkOptions options) {
    this.key = key;
    this.options = options;
    this.handshakes = new Semaphore(options.maxHandshakes());
  }

  /** Starts the handshake with a client, or refuses it at once. Does not block. */
  void admit(SocketChannel socket, SocketAddress address) throws IOException {
    if (!handshakes.tryAcquire()) {
      socket.close();
      refusals.overLimit(address, options.maxHandshakes());
      return;
    }
    try {
      atHandshake.add(socket);
      Thread.ofVirtual().name("procpool-handshake").start(() -> meet(socket, address));
    } catch (Throwable noThread) {
      leave(socket);
      socket.close();
      throw noThread;
    }
  }

  private void meet(SocketChannel socket, SocketAddress address) {
    try {
      Peer peer = shakeHands(socket, address);
      waiting.add(Optional.of(peer));
      if (closed) {
        endWaiting();
      }
    } catch (AuthenticationException refused) {
      refusals.strange(address, refused);
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      refusals.failed(address, failed);
    } finally {
      leave(socket);
    }
  }

  private Peer shakeHands(SocketChannel socket, SocketAddress address) throws IOException {
    try (Deadline deadline = Deadline.start(socket, options.handshakeTimeout())) {
      try {
        Addresses.tune(socket, address);
        return shakeHands(new RawLine(socket), socket.getRemoteAddress());
      } catch (IOException failed) {
        throw deadline.explain(failed);
      }
    } catch (Throwable failed) {
      socket.close();
      throw failed;
    }
  }

  private Peer shakeHands(RawLine line, SocketAddress from) throws IOException {
    boolean[] hasRoom = new boolean[1];
    try {
      Handshake handshake = new Handshake(line, key, Secured.start(line, options, false));
      long pid = handshake.serve(() -> (hasRoom[0] = room.tryAcquire()) && hasDescriptors(line));
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
      line.reserve();
      return true;
    } catch (IOException noMore) {
      refusals.outOfDescriptors(noMore);
      return false;
    }
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

  private void leave(SocketChannel socket) {
    atHandshake.remove(socket);
    handshakes.release();
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
    for (SocketChannel socket : atHandshake) {
      socket.close();
    }
    endWaiting();
  }
}
