package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * A shared object (lock, queue, memory) could not be made, found or used: its segment is gone, full
 * or not ours.
 */
public class SharedResourceException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public SharedResourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
