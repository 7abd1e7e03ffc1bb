package io.procpool;

import org.jspecify.annotations.Nullable;

/** The task threw; the cause is its own exception, with the worker's stack trace. */
public class TaskFailedException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public TaskFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
