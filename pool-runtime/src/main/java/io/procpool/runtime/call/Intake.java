package io.procpool.runtime.call;

import java.util.concurrent.RejectedExecutionException;

/**
 * An {@code imap}'s leave to take inputs. An orderly shutdown waits until it has ended: with the
 * inputs, or when the iterator is closed or dropped, or the pool closed.
 */
public interface Intake {

  /**
   * Checks that inputs may be taken.
   *
   * @throws RejectedExecutionException if the pool was closed or ended at once
   */
  void requireOpen();

  /** No more inputs are taken. Idempotent; any thread. */
  void end();
}
