package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;

/** A message cannot be read because this process has not one of its classes. */
public final class ClassMissingException extends NotSendableException {

  private static final long serialVersionUID = 1L;

  ClassMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}
