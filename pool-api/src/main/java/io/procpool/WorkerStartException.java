package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * A worker could not be started, or its initializer failed (then the cause is the initializer's
 * exception).
 *
 * <p>A pool whose workers die three times in a row before their first task is broken: every later
 * call throws this.
 */
public class WorkerStartException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public WorkerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
