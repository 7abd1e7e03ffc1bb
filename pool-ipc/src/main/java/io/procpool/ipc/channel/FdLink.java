package io.procpool.ipc.channel;

import io.procpool.ipc.posix.Errno;
import io.procpool.ipc.posix.Posix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A link over a connected socket's descriptor, which it owns.
 *
 * <p>Its number may be given to another file the moment it is closed, so a close first shuts the
 * socket down, which ends every call blocked on it, and the last call to leave closes the
 * descriptor. A thread's interrupt has no effect on its calls.
 */
final class FdLink implements Link {

  // Invariant: the number of threads inside a call, plus CLOSED once closed. Who brings it to
  // exactly CLOSED closes the descriptor; nobody enters from CLOSED on.
  private static final int CLOSED = 1 << 30;

  private final int fd;
  private final MemorySegment readable;
  private final AtomicInteger users = new AtomicInteger();

  FdLink(int fd) {
    this.fd = fd;
    this.readable = Posix.pollfd(Arena.ofAuto(), fd, Posix.POLLIN);
  }

  @Override
  public int read(Stage into) throws IOException {
    return receive(into, 0);
  }

  @Override
  public int tryRead(Stage into) throws IOException {
    return receive(into, Posix.MSG_DONTWAIT);
  }

  @Override
  public void awaitInput(long nanos) throws IOException {
    enter();
    try {
      int _ = Posix.poll(readable, (int) Math.ceilDiv(nanos, 1_000_000L));
    } finally {
      leave();
    }
  }

  private int receive(Stage into, int flags) throws IOException {
    enter();
    long done;
    try {
      done = Posix.recv(fd, into.memory(), into.end(), into.room(), flags);
    } finally {
      leave();
    }
    if (done == -Errno.EAGAIN) {
      return 0;
    }
    if (done == 0 || done == -Errno.ECONNRESET) {
      return -1; // reset: the peer left with something of ours unread; what it sent has been read
    }
    if (done < 0) {
      throw failed("recv", into.room(), done);
    }
    into.put((int) done);
    return (int) done;
  }

  @Override
  public int tryWrite(Stage from, int length) throws IOException {
    return send(from, length, Posix.MSG_NOSIGNAL | Posix.MSG_DONTWAIT);
  }

  @Override
  public int write(Stage from, int length) throws IOException {
    return send(from, length, Posix.MSG_NOSIGNAL);
  }

  private int send(Stage from, int length, int flags) throws IOException {
    enter();
    long done;
    try {
      done = Posix.send(fd, from.memory(), from.front(), length, flags);
    } finally {
      leave();
    }
    if (done == -Errno.EAGAIN) {
      return 0;
    }
    if (done < 0) {
      throw failed("send", length, done);
    }
    return (int) done;
  }

  @Override
  public void shutdownInput() throws IOException {
    shutdown(Posix.SHUT_RD);
  }

  @Override
  public void close() throws IOException {
    try {
      shutdown(Posix.SHUT_RDWR);
    } catch (ClosedChannelException closedBefore) {
      return;
    }
    int before = users.getAndUpdate(count -> count | CLOSED);
    if (before == 0) {
      Posix.close(fd);
    }
  }

  private void shutdown(int how) throws IOException {
    enter();
    try {
      Posix.shutdown(fd, how);
    } finally {
      leave();
    }
  }

  private void enter() throws ClosedChannelException {
    int now = users.get();
    while (true) {
      if (now >= CLOSED) {
        throw new ClosedChannelException();
      }
      int seen = users.compareAndExchange(now, now + 1);
      if (seen == now) {
        return;
      }
      now = seen;
    }
  }

  private void leave() throws IOException {
    if (users.decrementAndGet() == CLOSED) {
      Posix.close(fd);
    }
  }

  private IOException failed(String function, int length, long result) {
    return new IOException(
        function + "(fd=" + fd + ", length=" + length + "): " + Errno.describe((int) -result));
  }
}
