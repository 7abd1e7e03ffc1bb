package io.procpool.ipc.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Work on a {@code FileChannel}, which an interrupt of the calling thread would close. */
public final class Uninterrupted {

  private Uninterrupted() {}

  /**
   * Does the work, anew each time an interrupt ends it. The thread is interrupted afterwards if it
   * was before or meanwhile.
   *
   * @param work opens its channel itself, and leaves nothing behind when it fails
   */
  public static <T> T call(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          boolean _ = Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What is done. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it once. */
    T run() throws IOException;
  }
}
