package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * The task ran longer than {@link PoolOptions#taskTimeout()} and was stopped: interrupted first,
 * and after the grace time its worker was killed.
 */
public class TaskTimedOutException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public TaskTimedOutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
