package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * The other end of a {@link Connection} is gone: closed, or its last process ended. What had
 * arrived before was received first. Also thrown for a connection that was closed on this side.
 */
public class ConnectionClosedException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public ConnectionClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
