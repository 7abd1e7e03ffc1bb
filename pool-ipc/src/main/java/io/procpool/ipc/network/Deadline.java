package io.procpool.ipc.network;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes a socket when its handshake takes too long. One virtual thread, until it is closed. */
final class Deadline implements AutoCloseable {

  private final SocketChannel socket;
  private final Duration limit;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean missed;

  private Deadline(SocketChannel socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
  }

  static Deadline start(SocketChannel socket, Duration limit) {
    Deadline deadline = new Deadline(socket, limit);
    Thread.ofVirtual().name("procpool-handshake-deadline").start(deadline::watch);
    return deadline;
  }

  private void watch() {
    try (SocketChannel late =
        over.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS) ? null : socket) {
      missed = late != null;
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException("a handshake's deadline cannot be kept", e);
    }
  }

  /** Makes a failure of the handshake one of time, if it was. */
  IOException explain(IOException failure) {
    if (!missed) {
      return failure;
    }
    InterruptedIOException late =
        new InterruptedIOException(
            "no handshake within "
                + limit
                + ": is there a server of procpool, and do both sides or none use TLS?");
    late.initCause(failure);
    return late;
  }

  @Override
  public void close() {
    over.countDown();
  }
}
