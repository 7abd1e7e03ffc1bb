package io.procpool.ipc.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Unix-domain sockets that keep packets whole: making them and waiting for them. */
public final class PosixPackets {

  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int POLLFD_BYTES = 8;

  private PosixPackets() {}

  /**
   * A connected pair of packet sockets, both close-on-exec. The caller closes both.
   *
   * @throws PosixException EMFILE, ENFILE where descriptors have run out
   */
  public static int[] pair() throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      int type = SOCK_SEQPACKET | SOCK_CLOEXEC;
      if ((int) Libc.call(Functions.SOCKETPAIR, AF_UNIX, type, 0, pair.address(), 0, 0) != 0) {
        throw new PosixException("socketpair", "AF_UNIX, SOCK_SEQPACKET", Libc.errno());
      }
      return new int[] {pair.getAtIndex(JAVA_INT, 0), pair.getAtIndex(JAVA_INT, 1)};
    }
  }

  /**
   * Another descriptor of the same socket, close-on-exec, not below {@code least}; the caller's to
   * close.
   *
   * @throws PosixException EMFILE where descriptors have run out, EBADF if there is no such
   *     descriptor
   */
  public static int duplicate(int fd, int least) throws PosixException {
    int copy = (int) Libc.call(Functions.FCNTL, fd, F_DUPFD_CLOEXEC, least, 0, 0, 0);
    if (copy < 0) {
      throw new PosixException("fcntl", "fd=" + fd + ", F_DUPFD_CLOEXEC, " + least, Libc.errno());
    }
    return copy;
  }

  /**
   * Makes sends and receives that block on the socket, in any process, answer {@code -EAGAIN} after
   * this time.
   */
  public static void setTimeouts(int fd, int millis) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeval = arena.allocate(JAVA_LONG, 2);
      timeval.setAtIndex(JAVA_LONG, 0, millis / 1000);
      timeval.setAtIndex(JAVA_LONG, 1, millis % 1000 * 1000L);
      setOption(fd, SO_RCVTIMEO, timeval);
      setOption(fd, SO_SNDTIMEO, timeval);
    }
  }

  private static void setOption(int fd, int option, MemorySegment value) throws PosixException {
    long done =
        Libc.call(
            Functions.SETSOCKOPT, fd, SOL_SOCKET, option, value.address(), value.byteSize(), 0);
    if ((int) done != 0) {
      throw new PosixException("setsockopt", "fd=" + fd + ", option=" + option, Libc.errno());
    }
  }

  /**
   * Waits until one of the descriptors can be read from, or has ended.
   *
   * @param timeoutMillis -1 for ever
   * @return for each descriptor whether it can; all false when the time is over or a signal came
   */
  public static boolean[] pollReadable(int[] fds, int timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pollfds = arena.allocate((long) POLLFD_BYTES * fds.length, 4);
      for (int i = 0; i < fds.length; i++) {
        pollfds.set(JAVA_INT, (long) POLLFD_BYTES * i, fds[i]);
        pollfds.set(JAVA_SHORT, (long) POLLFD_BYTES * i + 4, (short) Posix.POLLIN);
      }
      int ready =
          (int) Libc.call(Functions.POLL, pollfds.address(), fds.length, timeoutMillis, 0, 0, 0);
      boolean[] readable = new boolean[fds.length];
      for (int i = 0; ready > 0 && i < fds.length; i++) {
        readable[i] = pollfds.get(JAVA_SHORT, (long) POLLFD_BYTES * i + 6) != 0;
      }
      return readable;
    }
  }

  private static final class Functions {
    static final MemorySegment SOCKETPAIR = Libc.find("socketpair");
    static final MemorySegment FCNTL = Libc.find("fcntl");
    static final MemorySegment SETSOCKOPT = Libc.find("setsockopt");
    static final MemorySegment POLL = Libc.find("poll");
  }
}
