package io.procpool.ipc.network;

import io.procpool.AuthenticationException;
import io.procpool.NetworkOptions;
import io.procpool.ipc.channel.RawLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.spec.SecretKeySpec;

/** Connects to a {@link ServerPort}. */
public final class ClientPort {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final SocketAddress address;
  private final SecretKeySpec key;
  private final NetworkOptions options;
  private final long begun = System.nanoTime();

  private ClientPort(SocketAddress address, SecretKeySpec key, NetworkOptions options) {
    this.address = address;
    this.key = key;
    this.options = options;
  }

  /**
   * Connects, blocking for at most {@link NetworkOptions#handshakeTimeout}; a server that has no
   * room now is asked again. A thread's interrupt has no effect and is kept.
   *
   * @param key what the server has, at least 16 bytes; it is copied
   * @throws IllegalArgumentException if the key is too short, or the address needs encryption or
   *     consent
   * @throws AuthenticationException if the server has another key or is not procpool's
   * @throws IOException if there is no server, or no room or answer in time
   */
  public static Peer connect(SocketAddress address, byte[] key, NetworkOptions options)
      throws IOException {
    Addresses.check(address, options);
    ClientPort port = new ClientPort(address, Handshake.key(key), options);
    CompletableFuture<Peer> connected = new CompletableFuture<>();
    // An interrupt closes a socket whose thread is inside: nobody has this thread.
    Thread.ofVirtual().name("procpool-connect").start(() -> port.completeWithPeer(connected));
    try {
      return connected.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AuthenticationException refused) {
        throw new AuthenticationException(refused.getMessage() + "; server=" + address, refused);
      }
      throw new IOException("cannot connect to " + address + ": " + reasonOf(e), e.getCause());
    }
  }

  private static String reasonOf(CompletionException e) {
    Throwable cause = e.getCause();
    return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
  }

  private void completeWithPeer(CompletableFuture<Peer> connected) {
    try {
      connected.complete(connectWithRetries());
    } catch (Throwable failed) {
      connected.completeExceptionally(failed);
    }
  }

  private Peer connectWithRetries() throws IOException, InterruptedException {
    ServerBusyException refused = null;
    for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        return connectOnce();
      } catch (ServerBusyException busy) {
        refused = busy;
        if (left().compareTo(pause) <= 0) {
          throw busy;
        }
      } catch (InterruptedIOException late) {
        throw refused == null ? late : refused; // why it took so long
      }
      Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(pause.toNanos())));
    }
  }

  private Peer connectOnce() throws IOException {
    SocketChannel socket = SocketChannel.open(Addresses.familyOf(address));
    try (Deadline deadline = Deadline.start(socket, left())) {
      try {
        Addresses.tune(socket, address);
        connect(socket);
        return shakeHands(new RawLine(socket));
      } catch (IOException failed) {
        throw deadline.explain(failed);
      }
    } catch (Throwable failed) {
      socket.close();
      throw failed;
    }
  }

  private Peer shakeHands(RawLine line) throws IOException {
    try {
      line.reserve(); // before the server takes this client in
      long pid = proveItself(line);
      return new Peer(line.toChannel(options.maxMessageBytes()), address, pid);
    } catch (Throwable failed) {
      line.close();
      throw failed;
    }
  }

  /** A server that has no room ends the connection, at whatever point. */
  private long proveItself(RawLine line) throws IOException {
    try {
      return new Handshake(line, key, Secured.start(line, options, true)).connect();
    } catch (EOFException dropped) {
      throw new ServerBusyException(
          "the server ended the connection before the handshake was over: too many clients are at theirs, or it is out of descriptors",
          dropped);
    }
  }

  private void connect(SocketChannel socket) throws IOException {
    try {
      socket.connect(address);
    } catch (SocketException e) {
      // A Unix socket whose queue is full does not let a parked thread wait for it.
      if ("Resource temporarily unavailable".equals(e.getMessage())) {
        throw new ServerBusyException("the server's queue of connections is full");
      }
      throw e;
    }
  }

  /** What is left of the time; at least a millisecond, so that the last try says why it failed. */
  private Duration left() {
    Duration left = options.handshakeTimeout().minusNanos(System.nanoTime() - begun);
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }
}
