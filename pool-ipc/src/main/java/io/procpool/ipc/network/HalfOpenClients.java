package io.procpool.ipc.network;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The clients that have not proved themselves: a bounded number, of which one source may have three
 * quarters. Where there is no place for another one, the oldest of the source that has most is
 * dropped: one that has said nothing for a tenth of a second, else one that has not proved itself
 * for three. Until there is such a one the newcomer waits. So whoever proves itself promptly gets
 * in, however many others do not and come again: each client has its time, in the order they come.
 *
 * <p>Thread-safe.
 */
final class HalfOpenClients implements AutoCloseable {

  /** What a client has for its first byte, at least, while others wait. */
  private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What one that has said something has for its proof, at least, while others wait. */
  private static final long SPOKEN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final int limit;
  private final int limitOfSource;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private final Set<HalfOpenClient> clients = new LinkedHashSet<>(); // oldest first
  private final Map<String, Integer> countOf = new HashMap<>();
  private boolean dropped;
  private boolean closed;

  HalfOpenClients(int limit) {
    this.limit = limit;
    this.limitOfSource = limit - limit / 4;
  }

  /**
   * Takes a client in, for which another may have to go. Blocks while there are only younger ones.
   *
   * @throws ClosedChannelException if this is closed
   */
  HalfOpenClient enter(SocketChannel socket) throws IOException {
    String source = HalfOpenClient.sourceOf(socket.getRemoteAddress());
    lock.lock();
    try {
      dropped = false;
      while (!closed && !hasPlaceFor(source)) {
        dropOrWait();
      }
      if (closed) {
        throw new ClosedChannelException();
      }
      HalfOpenClient client = HalfOpenClient.of(socket); // its time begins
      clients.add(client);
      countOf.merge(source, 1, Integer::sum);
      return client;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasPlaceFor(String source) {
    return clients.size() < limit && countOf.getOrDefault(source, 0) < limitOfSource;
  }

  /**
   * Frees what one client holds, since this process has no more. Blocks while all are younger.
   *
   * @return false if there is none
   */
  boolean giveWay() throws IOException {
    lock.lock();
    try {
      int before = clients.size();
      while (!closed && !clients.isEmpty() && clients.size() >= before) {
        dropOrWait();
      }
      return !closed && clients.size() < before;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #giveWay}, but does not block: false also if all are younger. */
  boolean giveWayNow() throws IOException {
    lock.lock();
    try {
      HalfOpenClient over = clients.isEmpty() ? null : whoseTimeIsOver();
      if (closed || over == null) {
        return false;
      }
      drop(over);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Drops one that has had its time, or waits until there may be one, or one has left. */
  private void dropOrWait() throws IOException {
    HalfOpenClient over = whoseTimeIsOver();
    if (over != null) {
      drop(over);
    } else {
      String most = sourceWithMost();
      awaitChange(
          Math.min(
              nanosUntil(oldest(most, true), SILENT_NANOS),
              nanosUntil(oldest(most, false), SPOKEN_NANOS)));
    }
  }

  /** One that has had its time, of the source that has most; null if there is none. */
  private @Nullable HalfOpenClient whoseTimeIsOver() {
    String most = sourceWithMost();
    HalfOpenClient silent = oldest(most, true);
    if (nanosUntil(silent, SILENT_NANOS) <= 0) {
      return silent;
    }
    HalfOpenClient oldest = oldest(most, false);
    return nanosUntil(oldest, SPOKEN_NANOS) <= 0 ? oldest : null;
  }

  private static long nanosUntil(@Nullable HalfOpenClient client, long time) {
    return client == null ? Long.MAX_VALUE : client.since() + time - System.nanoTime();
  }

  private String sourceWithMost() {
    String most = "";
    int count = 0;
    for (HalfOpenClient client : clients) { // of sources that have as many: that of the oldest
      int ofItsSource = countOf.getOrDefault(client.source(), 0);
      if (ofItsSource > count) {
        most = client.source();
        count = ofItsSource;
      }
    }
    return most;
  }

  private @Nullable HalfOpenClient oldest(String source, boolean silent) {
    for (HalfOpenClient client : clients) {
      if (client.source().equals(source) && (!silent || client.isSilent())) {
        return client;
      }
    }
    return null;
  }

  private void drop(HalfOpenClient client) throws IOException {
    remove(client);
    dropped = true;
    client.socket().close(); // its thread ends by that
  }

  @SuppressWarnings("WaitNotInLoop") // the callers' are the loops
  private void awaitChange(long nanos) {
    try {
      long _ = changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the threads of a server", e);
    }
  }

  /** Whether the last one that entered took the place of another. */
  boolean hasDropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** The client has proved itself, or failed; false if it had left or was dropped before. */
  boolean leave(HalfOpenClient client) {
    lock.lock();
    try {
      return remove(client);
    } finally {
      lock.unlock();
    }
  }

  private boolean remove(HalfOpenClient client) {
    if (!clients.remove(client)) {
      return false;
    }
    countOf.computeIfPresent(client.source(), (_, count) -> count == 1 ? null : count - 1);
    changed.signalAll();
    return true;
  }

  /** Closes all of them, and takes no more. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      for (HalfOpenClient client : clients) {
        client.socket().close();
      }
    } finally {
      lock.unlock();
    }
  }
}
