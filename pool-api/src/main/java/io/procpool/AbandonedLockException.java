package io.procpool;

/**
 * The caller now holds the lock, but its former holder's process died while holding it: what the
 * lock protects may be half changed. Thrown once, to the first acquirer after the death, which must
 * repair the state and release the lock as usual.
 */
public class AbandonedLockException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public AbandonedLockException(String message) {
    super(message, null);
  }
}
