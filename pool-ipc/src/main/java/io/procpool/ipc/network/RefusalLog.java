package io.procpool.ipc.network;

import io.procpool.AuthenticationException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says who was refused: wrong keys and a full house as warnings, at most one in ten seconds, since
 * strangers decide how many there are; what never got that far only when debugging.
 */
final class RefusalLog {

  private static final System.Logger LOG = System.getLogger("io.procpool");
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong unsaid = new AtomicLong();

  void overLimit(SocketAddress server, int limit) {
    warn("a client was refused at " + server + ": maxHandshakes=" + limit + " are under way");
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
    LOG.log(
        System.Logger.Level.WARNING,
        before == 0 ? message : message + "; and others since the last warning: " + before);
  }
}
