package io.procpool.ipc.posix;

/** Linux's error numbers (the same on x86-64 and aarch64), with their names and texts. */
public final class Errno {

  /** Not permitted. */
  public static final int EPERM = 1;

  /** No such file. */
  public static final int ENOENT = 2;

  /** No such process. */
  public static final int ESRCH = 3;

  /** Interrupted by a signal. */
  public static final int EINTR = 4;

  /** No such child. */
  public static final int ECHILD = 10;

  /** Would block. */
  public static final int EAGAIN = 11;

  /** Bad address. */
  public static final int EFAULT = 14;

  /** Nobody reads at the other end. */
  public static final int EPIPE = 32;

  /** The peer left without reading all. */
  public static final int ECONNRESET = 104;

  /** A wait's time is over. */
  public static final int ETIMEDOUT = 110;

  private Errno() {}

  /** The number's name and text, as {@code EPIPE (32, broken pipe)}. */
  public static String describe(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM (1, operation not permitted)";
      case ENOENT -> "ENOENT (2, no such file or directory)";
      case ESRCH -> "ESRCH (3, no such process)";
      case EINTR -> "EINTR (4, interrupted system call)";
      case 5 -> "EIO (5, input/output error)";
      case 7 -> "E2BIG (7, argument list too long)";
      case 8 -> "ENOEXEC (8, not an executable)";
      case 9 -> "EBADF (9, bad file descriptor)";
      case ECHILD -> "ECHILD (10, no child processes)";
      case EAGAIN -> "EAGAIN (11, resource temporarily unavailable)";
      case 12 -> "ENOMEM (12, cannot allocate memory)";
      case 13 -> "EACCES (13, permission denied)";
      case EFAULT -> "EFAULT (14, bad address)";
      case 17 -> "EEXIST (17, file exists)";
      case 20 -> "ENOTDIR (20, not a directory)";
      case 22 -> "EINVAL (22, invalid argument)";
      case 23 -> "ENFILE (23, too many open files in system)";
      case 24 -> "EMFILE (24, too many open files)";
      case 28 -> "ENOSPC (28, no space left on device)";
      case EPIPE -> "EPIPE (32, broken pipe)";
      case 38 -> "ENOSYS (38, function not implemented)";
      case 88 -> "ENOTSOCK (88, not a socket)";
      case ECONNRESET -> "ECONNRESET (104, connection reset by peer)";
      case 105 -> "ENOBUFS (105, no buffer space available)";
      case 107 -> "ENOTCONN (107, not connected)";
      case ETIMEDOUT -> "ETIMEDOUT (110, timed out)";
      case 111 -> "ECONNREFUSED (111, connection refused)";
      default -> "errno " + errno;
    };
  }
}
