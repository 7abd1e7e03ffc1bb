package io.procpool.ipc.posix;

import java.io.IOException;

/** A libc function failed; the message has its name, its arguments, and errno by name and text. */
public final class PosixException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String function;
  private final int errno;

  PosixException(String function, String arguments, int errno) {
    super(function + "(" + arguments + "): " + Errno.describe(errno));
    this.function = function;
    this.errno = errno;
  }

  /** The function's name, as in C. */
  public String function() {
    return function;
  }

  /** The error number, see {@link Errno}. */
  public int errno() {
    return errno;
  }
}
