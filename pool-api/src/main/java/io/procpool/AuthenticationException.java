package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * The two sides of a connection do not have the same key, or one does not speak procpool's
 * handshake of this version. Nothing was read of the other but the handshake.
 */
public class AuthenticationException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public AuthenticationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
