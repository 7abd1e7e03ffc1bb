package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * A worker, process or manager could not be started, or its initializer failed (then the cause is
 * the initializer's exception). The message has the last lines of the worker, also those that its
 * JVM printed before its main class began, what to do, and the command.
 *
 * <p>A pool of which three workers in a row fail before their first task, and none is left, is
 * broken: calls that wait throw this, and later ones. Where the reason may pass it goes on trying
 * for {@link PoolOptions#startRetry()} before, and says so in its log. A call that comes a second
 * or more after a failure tries once more; with a success the pool is as before.
 */
public class WorkerStartException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public WorkerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
