package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * A manager cannot be reached: its process has ended, was restarted, or the connection broke. What
 * a waiting call would have done may have happened or not; the objects of a process that ended are
 * gone.
 */
public class ManagerLostException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public ManagerLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
