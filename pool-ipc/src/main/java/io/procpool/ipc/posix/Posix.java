package io.procpool.ipc.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Locale;

/**
 * The libc functions procpool uses, one method each.
 *
 * <p>Functions on the hot path answer {@code -errno} where C answers -1, because an exception there
 * would cost more than the call; the others throw {@link PosixException}. All may be called by any
 * thread. A call that blocks pins a virtual thread's carrier: give it a platform thread.
 */
public final class Posix {

  /** {@code poll}: there is something to read, or the end. */
  public static final int POLLIN = 0x1;

  /** {@code poll}: there is room to write. */
  public static final int POLLOUT = 0x4;

  /** {@code shutdown}: no more reading. */
  public static final int SHUT_RD = 0;

  /** {@code shutdown}: no more writing. */
  public static final int SHUT_WR = 1;

  /** {@code shutdown}: neither reading nor writing. */
  public static final int SHUT_RDWR = 2;

  /** {@code send}, {@code recv}: do not block. */
  public static final int MSG_DONTWAIT = 0x40;

  /** {@code send}: no SIGPIPE where nobody reads. */
  public static final int MSG_NOSIGNAL = 0x4000;

  /** The signal that asks a process to end. */
  public static final int SIGTERM = 15;

  /** The signal that ends a process at once. */
  public static final int SIGKILL = 9;

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x01000000;
  private static final int SIGINFO_BYTES = 128;
  private static final int POLLFD_BYTES = 8;

  private Posix() {}

  /**
   * Whether these functions may be called: Linux on x86-64 or aarch64, and native access enabled.
   * Asks without a downcall, so that the JVM has nothing to warn of.
   */
  public static boolean available() {
    return Platform.SUPPORTED && Posix.class.getModule().isNativeAccessEnabled();
  }

  /**
   * A connected pair of Unix-domain stream sockets, both close-on-exec. The caller closes both.
   *
   * @throws PosixException EMFILE, ENFILE where descriptors have run out
   */
  public static int[] socketpair() throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      int done =
          (int)
              Libc.call(
                  Functions.SOCKETPAIR,
                  AF_UNIX,
                  SOCK_STREAM | SOCK_CLOEXEC,
                  0,
                  pair.address(),
                  0,
                  0);
      if (done != 0) {
        throw new PosixException("socketpair", "AF_UNIX, SOCK_STREAM", Libc.errno());
      }
      return new int[] {pair.getAtIndex(JAVA_INT, 0), pair.getAtIndex(JAVA_INT, 1)};
    }
  }

  /**
   * Sends bytes of an off-heap segment; blocks unless {@link #MSG_DONTWAIT} is given. Started anew
   * when a signal interrupts it.
   *
   * @return how many bytes were taken, or {@code -errno}
   */
  public static long send(int fd, MemorySegment bytes, long offset, long length, int flags) {
    return transfer(Functions.SEND, fd, bytes, offset, length, flags);
  }

  /**
   * Receives bytes into an off-heap segment; blocks unless {@link #MSG_DONTWAIT} is given. Started
   * anew when a signal interrupts it.
   *
   * @return how many bytes came, 0 at the end of the stream, or {@code -errno}
   */
  public static long recv(int fd, MemorySegment bytes, long offset, long length, int flags) {
    return transfer(Functions.RECV, fd, bytes, offset, length, flags);
  }

  /**
   * Waits until one descriptor is ready.
   *
   * @param timeoutMillis -1 for ever
   * @return the ready events (also POLLERR 0x8, POLLHUP 0x10, POLLNVAL 0x20), 0 when the time is
   *     over, or {@code -errno}, also {@code -EINTR}
   */
  public static int poll(int fd, int events, int timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      return poll(pollfd(arena, fd, events), timeoutMillis);
    }
  }

  /** What {@link #poll(MemorySegment, int)} asks again and again, at less cost. */
  public static MemorySegment pollfd(Arena arena, int fd, int events) {
    MemorySegment pollfd = arena.allocate(POLLFD_BYTES, 4);
    pollfd.set(JAVA_INT, 0, fd);
    pollfd.set(JAVA_SHORT, 4, (short) events);
    return pollfd;
  }

  /** As {@link #poll(int, int, int)}. One thread at a time may use a pollfd. */
  public static int poll(MemorySegment pollfd, int timeoutMillis) {
    int ready = (int) Libc.call(Functions.POLL, pollfd.address(), 1, timeoutMillis, 0, 0, 0);
    if (ready < 0) {
      return -Libc.errno();
    }
    return ready == 0 ? 0 : pollfd.get(JAVA_SHORT, 6);
  }

  /** Ends one or both directions of a socket; blocked readers and writers of it return. */
  public static void shutdown(int fd, int how) throws PosixException {
    if ((int) Libc.call(Functions.SHUTDOWN, fd, how, 0, 0, 0, 0) != 0) {
      throw new PosixException("shutdown", "fd=" + fd + ", how=" + how, Libc.errno());
    }
  }

  /**
   * Closes a descriptor. Never while another thread may use it: the number is given out again at
   * once. Not repeated on EINTR: on Linux the descriptor is gone then.
   */
  public static void close(int fd) throws PosixException {
    if ((int) Libc.call(Functions.CLOSE, fd, 0, 0, 0, 0, 0) != 0 && Libc.errno() != Errno.EINTR) {
      throw new PosixException("close", "fd=" + fd, Libc.errno());
    }
  }

  /** This process's id. */
  public static int getpid() {
    return (int) Libc.call(Functions.GETPID, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Sends a signal; signal 0 only asks whether the process is there.
   *
   * @return 0, or {@code -errno}: {@code -ESRCH} no such process, {@code -EPERM} another user's
   */
  public static int kill(long pid, int signal) {
    return (int) Libc.call(Functions.KILL, pid, signal, 0, 0, 0, 0) == 0 ? 0 : -Libc.errno();
  }

  /**
   * Sets a variable of this process's environment, for what it starts and for who asks later. Java
   * reads the environment once: to be called before that, and before other threads may ask libc.
   *
   * @throws IllegalArgumentException for a name that is empty or has an equals sign, and for NULs
   */
  public static void setenv(String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      long nameAt = Libc.string(arena, name).address();
      long valueAt = Libc.string(arena, value).address();
      if ((int) Libc.call(Functions.SETENV, nameAt, valueAt, 1, 0, 0, 0) != 0) {
        throw new IllegalArgumentException("not the name of a variable: " + name);
      }
    }
  }

  /**
   * Blocks until the child has ended, and leaves it to be reaped: its pid stays taken, so it can
   * still be signalled safely.
   *
   * @throws PosixException ECHILD where it is not a child, or was reaped
   */
  public static void waitForEnd(long pid) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
      while ((int) Libc.call(Functions.WAITID, P_PID, pid, info.address(), WEXITED | WNOWAIT, 0, 0)
          != 0) {
        if (Libc.errno() != Errno.EINTR) {
          throw new PosixException("waitid", "P_PID, pid=" + pid, Libc.errno());
        }
      }
    }
  }

  /**
   * Reaps a child; blocks until it has ended.
   *
   * @return its exit code, or minus the signal that ended it
   * @throws PosixException ECHILD where it is not a child, or was reaped
   */
  public static int waitpid(long pid) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      while ((int) Libc.call(Functions.WAITPID, pid, status.address(), 0, 0, 0, 0) == -1) {
        if (Libc.errno() != Errno.EINTR) {
          throw new PosixException("waitpid", "pid=" + pid, Libc.errno());
        }
      }
      return exitCode(status.get(JAVA_INT, 0));
    }
  }

  /**
   * Sleeps while the 32-bit word has the expected value, until woken or the time is over. May wake
   * for no reason. The word may be shared between processes.
   *
   * @param timeoutNanos at most so long; {@link Long#MAX_VALUE} for ever
   * @return 0 when woken, else {@code -EAGAIN} (the word had another value), {@code -ETIMEDOUT} or
   *     {@code -EINTR}
   */
  public static int futexWait(MemorySegment word, int expected, long timeoutNanos) {
    try (Arena arena = Arena.ofConfined()) {
      long timeout = 0;
      if (timeoutNanos != Long.MAX_VALUE) {
        MemorySegment timespec = arena.allocate(JAVA_LONG, 2);
        timespec.setAtIndex(JAVA_LONG, 0, Math.max(0, timeoutNanos) / 1_000_000_000L);
        timespec.setAtIndex(JAVA_LONG, 1, Math.max(0, timeoutNanos) % 1_000_000_000L);
        timeout = timespec.address();
      }
      return futex(word, Functions.FUTEX_WAIT, expected, timeout);
    }
  }

  /**
   * Wakes up to {@code count} sleepers of the word, in any process.
   *
   * @return how many were woken, or {@code -errno}
   */
  public static int futexWake(MemorySegment word, int count) {
    return futex(word, Functions.FUTEX_WAKE, count, 0);
  }

  private static int futex(MemorySegment word, int operation, int value, long timeout) {
    try {
      long at = addressOf(word, 0, JAVA_INT.byteSize());
      long done =
          Libc.call(Functions.SYSCALL, Platform.SYS_FUTEX, at, operation, value, timeout, 0);
      return done == -1 ? -Libc.errno() : (int) done;
    } finally {
      Reference.reachabilityFence(word);
    }
  }

  private static long transfer(
      MemorySegment function, int fd, MemorySegment bytes, long offset, long length, int flags) {
    try {
      long at = addressOf(bytes, offset, length);
      long done;
      do {
        done = Libc.call(function, fd, at, length, flags, 0, 0);
      } while (done == -1 && Libc.errno() == Errno.EINTR);
      return done == -1 ? -Libc.errno() : done;
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  static int exitCode(int waitStatus) {
    int signal = waitStatus & 0x7f;
    return signal == 0 ? (waitStatus >> 8) & 0xff : -signal;
  }

  // The native side trusts the address, so the bounds are checked here.
  private static long addressOf(MemorySegment bytes, long offset, long length) {
    if (!bytes.isNative()) {
      throw new IllegalArgumentException("libc cannot reach a heap segment");
    }
    return bytes.asSlice(offset, length).address();
  }

  private static final class Platform {
    static final String ARCH = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    static final boolean X86 = ARCH.equals("amd64") || ARCH.equals("x86_64");
    static final boolean ARM = ARCH.equals("aarch64");
    static final boolean SUPPORTED =
        System.getProperty("os.name", "").equals("Linux") && (X86 || ARM);
    static final long SYS_FUTEX = X86 ? 202 : 98;
  }

  private static final class Functions {
    static final int FUTEX_WAIT = 0;
    static final int FUTEX_WAKE = 1;

    static final MemorySegment SOCKETPAIR = Libc.find("socketpair");
    static final MemorySegment SEND = Libc.find("send");
    static final MemorySegment RECV = Libc.find("recv");
    static final MemorySegment POLL = Libc.find("poll");
    static final MemorySegment SHUTDOWN = Libc.find("shutdown");
    static final MemorySegment CLOSE = Libc.find("close");
    static final MemorySegment GETPID = Libc.find("getpid");
    static final MemorySegment KILL = Libc.find("kill");
    static final MemorySegment SETENV = Libc.find("setenv");
    static final MemorySegment WAITID = Libc.find("waitid");
    static final MemorySegment WAITPID = Libc.find("waitpid");
    static final MemorySegment SYSCALL = Libc.find("syscall");
  }
}
