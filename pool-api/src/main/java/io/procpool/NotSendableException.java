package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * An object cannot travel between processes: a task, argument or result that cannot be pickled, or
 * that the other side cannot read. The message names the path from the root to the object at fault
 * and a way out.
 */
public class NotSendableException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public NotSendableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
