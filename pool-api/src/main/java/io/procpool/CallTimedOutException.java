package io.procpool;

/**
 * A call to a managed object did not end within {@link ManagerOptions#callTimeout()}. It was
 * withdrawn: what waits in the manager (a take, a lock) has not happened; what runs there was
 * interrupted.
 */
public class CallTimedOutException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** For procpool's own use. */
  public CallTimedOutException(String message) {
    super(message, null);
  }
}
