package io.procpool;

import org.jspecify.annotations.Nullable;

/**
 * An exception of another process that could not travel as an object, because something in it
 * cannot be sent or its class is not known here: its text stands in its place. {@link
 * #getMessage()}, {@link #getStackTrace()}, {@link #getCause()} and {@link #getSuppressed()} are
 * the original's, causes and suppressed ones as such texts too.
 */
public class ForeignException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String typeName;
  private final String reason;

  private ForeignException(String typeName, @Nullable String message, String reason) {
    super(message);
    this.typeName = typeName;
    this.reason = reason;
  }

  /** For procpool's own use. */
  public static ForeignException of(Throwable thrown, String reason) {
    ForeignException text =
        new ForeignException(thrown.getClass().getName(), thrown.getMessage(), reason);
    text.setStackTrace(thrown.getStackTrace());
    return text;
  }

  /** The name of the original's class. */
  public String typeName() {
    return typeName;
  }

  /** Why the original could not travel. */
  public String reason() {
    return reason;
  }

  /** What the original's toString would usually be: its class and message. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message is the original's, unchanged
  public String toString() {
    String message = getLocalizedMessage();
    return message == null ? typeName : typeName + ": " + message;
  }
}
