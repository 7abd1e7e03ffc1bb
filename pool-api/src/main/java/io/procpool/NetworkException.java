package io.procpool;

import org.jspecify.annotations.Nullable;

/** An address cannot be listened at, or no server can be reached there in time. */
public class NetworkException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public NetworkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
