package io.procpool.ipc.pickle;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs work that recurses once for each level of a graph on a thread with a stack for two million
 * of them. The memory is used as far as the recursion goes and freed at its end.
 */
final class DeepStack {

  /** How many levels an ordinary thread's stack is trusted with. */
  static final int SHALLOW_LEVELS = 128;

  /** How many levels a large stack is trusted with. */
  static final int DEEP_LEVELS = 2_000_000;

  private static final long STACK_BYTES = 2L << 30;
  private static final long FRESH_STACK_BYTES = 8L << 20;

  private DeepStack() {}

  /**
   * Runs work and waits for it. It sees the caller's context class loader and inheritable
   * thread-locals, but not the others.
   *
   * @throws StackOverflowError if even this stack was too small
   */
  static void run(Runnable work) {
    run(STACK_BYTES, work);
  }

  /**
   * As {@link #run(Runnable)}, but the stack is only large for an ordinary thread's: enough where
   * the caller's was nearly used up, and soon at its end where user code recurses without one.
   */
  static void runFresh(Runnable work) {
    run(FRESH_STACK_BYTES, work);
  }

  private static void run(long stackBytes, Runnable work) {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                thrown.set(e);
              }
            },
            "procpool-deep-graph",
            stackBytes);
    thread.setDaemon(true);
    thread.start();
    waitFor(thread);
    rethrow(thrown.get());
  }

  /** An interrupt does not end the wait, since the work uses what is the caller's; it is kept. */
  private static void waitFor(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(@Nullable Throwable thrown) {
    switch (thrown) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(thrown);
    }
  }
}
