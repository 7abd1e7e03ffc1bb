package io.procpool.ipc.network;

import io.procpool.AuthenticationException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says who was refused: wrong keys, a full house and one without descriptors as warnings, at most
 * one in ten seconds, since strangers decide how many there are; what never got that far only when
 * debugging.
 */
final class RefusalLog {

  private static final System.Logger LOG = System.getLogger("io.procpool");
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong unsaid = new AtomicLong();

  void droppedSilent(SocketAddress server, int limit) {
    warn(
        "clients that connected to %s and did not prove themselves were dropped for others: as many as may be are at their handshakes (maxHandshakes=%d)"
            .formatted(server, limit));
  }

  void cannotAccept(SocketAddress server, Throwable failed) {
    warn("cannot accept connections at " + server + ", trying again: " + failed);
  }

  void outOfDescriptors(IOException noMore) {
    warn(
        "clients are refused, since this process can open no more files and sockets: "
            + noMore.getMessage()
            + "; raise its limit (ulimit -n), or close what is not needed");
  }

  void strange(SocketAddress server, AuthenticationException refused) {
    warn("a client was refused at " + server + ": " + refused.getMessage());
  }

  void failed(SocketAddress server, Throwable failed) {
    LOG.log(System.Logger.Level.DEBUG, () -> "a client failed at " + server + ": " + failed);
  }

  private void warn(String message) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + PAUSE_NANOS)) {
      unsaid.incrementAndGet();
      return;
    }
    long before = unsaid.getAndSet(0);
    log(before == 0 ? message : message + "; and others since the last warning: " + before);
  }

  /** A logger may need a file, when there is none to be had: that ends no thread of ours. */
  private static void log(String warning) {
    try {
      LOG.log(System.Logger.Level.WARNING, warning);
    } catch (RuntimeException | Error unheard) {
      System.err.println("procpool: " + warning + "; the logger failed: " + unheard);
    }
  }
}
