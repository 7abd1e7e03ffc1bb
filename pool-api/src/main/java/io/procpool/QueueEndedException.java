package io.procpool;

/**
 * A {@link SharedQueue} has ended: it was shut down, or every process that could put something into
 * it has gone. For a taker it also means that nothing is left to take.
 */
public class QueueEndedException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public QueueEndedException(String message) {
    super(message, null);
  }
}
