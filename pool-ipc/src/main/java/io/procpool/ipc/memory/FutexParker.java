package io.procpool.ipc.memory;

import io.procpool.SharedResourceException;
import io.procpool.ipc.posix.Errno;
import io.procpool.ipc.posix.Posix;

/**
 * Sleeps in the kernel, see futex(2). The first call in a process costs tens of milliseconds, when
 * the JVM links the function; nobody who never has to wait pays that.
 *
 * <p>A virtual thread would hold its carrier down here, so it sleeps as {@link BackoffParker} does.
 */
public final class FutexParker implements Parker {

  /** The only one. */
  public static final FutexParker INSTANCE = new FutexParker();

  private FutexParker() {}

  @Override
  public void park(SharedWords words, long offset, int expected, long nanos, int round) {
    if (Thread.currentThread().isVirtual()) {
      BackoffParker.INSTANCE.park(words, offset, expected, nanos, round);
    } else {
      check(Posix.futexWait(words.lowHalf(offset), expected, nanos), "FUTEX_WAIT");
    }
  }

  @Override
  public void unpark(SharedWords words, long offset, int count) {
    check(Posix.futexWake(words.lowHalf(offset), count), "FUTEX_WAKE");
  }

  private static void check(int result, String operation) {
    switch (-result) {
      // Changed already; woken by a signal; out of time: the caller looks at the word again.
      case Errno.EAGAIN, Errno.EINTR, Errno.ETIMEDOUT -> {}
      // The segment was closed meanwhile: the caller's next look says so.
      case Errno.EFAULT -> {}
      default -> {
        if (result < 0) {
          throw new SharedResourceException(
              "futex failed: operation=" + operation + " errno=" + Errno.describe(-result), null);
        }
      }
    }
  }
}
