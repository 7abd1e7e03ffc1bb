package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * The task ran longer than {@link PoolOptions#taskTimeout()}, by the clock of its worker. It was
 * interrupted, and if that did not end it within the grace time its worker was killed; a result
 * that it gave too late is dropped.
 */
public class TaskTimedOutException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public TaskTimedOutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
