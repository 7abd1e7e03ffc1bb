package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * What the world did to a pool, a worker or a shared object. Callers' own mistakes are {@link
 * IllegalArgumentException} and {@link IllegalStateException} instead, and a task's own exception
 * is always the cause of one of these.
 */
public abstract class PoolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** For subclasses. */
  protected PoolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
