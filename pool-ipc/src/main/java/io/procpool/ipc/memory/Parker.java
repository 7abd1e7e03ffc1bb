package io.procpool.ipc.memory;

import io.procpool.ipc.posix.Posix;

/** How a thread sleeps until another process changes a word. */
public interface Parker {

  /** The best way this process has. */
  static Parker current() {
    return Posix.available() ? FutexParker.INSTANCE : BackoffParker.INSTANCE;
  }

  /**
   * Sleeps while the low half of a word is as expected, until {@link #unpark} or for {@code nanos};
   * may also return early for no reason. An interrupt need not end it.
   *
   * @param round how many sleeps this wait has had before
   */
  void park(SharedWords words, long offset, int expected, long nanos, int round);

  /** Wakes up to {@code count} sleepers of the word, in any process. */
  void unpark(SharedWords words, long offset, int count);
}
