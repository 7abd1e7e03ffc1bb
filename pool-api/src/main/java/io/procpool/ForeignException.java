package io.procpool;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exception of another process that could not travel as an object, because something in it
 * cannot be sent or its class is not known here: its text stands in its place. {@link
 * #getMessage()}, {@link #getStackTrace()}, {@link #getCause()} and {@link #getSuppressed()} are
 * the original's; causes that could travel are objects, the others such texts too.
 */
public class ForeignException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_THROWABLES = 100;

  private final String typeName;
  private final String reason;

  /** What its own toString gave, if that is not as usual. */
  private final @Nullable String text;

  private ForeignException(
      String typeName,
      @Nullable String message,
      @Nullable String text,
      String reason,
      @Nullable Throwable cause,
      StackTraceElement[] trace) {
    super(message, cause, true, true);
    this.typeName = typeName;
    this.text = text;
    this.reason = reason;
    setStackTrace(trace);
  }

  /** For procpool's own use: the text of an exception, its causes and suppressed ones. */
  public static ForeignException of(Throwable thrown, String reason) {
    requireNonNull(reason, "reason");
    return of(thrown, reason, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static ForeignException of(Throwable thrown, String reason, Set<Throwable> seen) {
    seen.add(thrown);
    Throwable cause = cause(thrown);
    ForeignException text =
        new ForeignException(
            thrown instanceof ForeignException foreign
                ? foreign.typeName
                : thrown.getClass().getName(),
            message(thrown),
            text(thrown),
            reason,
            cause == null || !isNew(cause, seen) ? null : of(cause, reason, seen),
            trace(thrown));
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (isNew(suppressed, seen)) {
        text.addSuppressed(of(suppressed, reason, seen));
      }
    }
    return text;
  }

  /** Bounded, and each once: causes may form circles. */
  private static boolean isNew(Throwable thrown, Set<Throwable> seen) {
    return seen.size() < MAX_THROWABLES && !seen.contains(thrown);
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      // Its own getCause failed: the text goes without.
      return null;
    }
  }

  private static StackTraceElement[] trace(Throwable thrown) {
    try {
      return thrown.getStackTrace();
    } catch (Throwable e) {
      // Its own getStackTrace failed: the text goes without.
      return new StackTraceElement[0];
    }
  }

  private static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable e) {
      return "(its getMessage threw " + e.getClass().getName() + ")";
    }
  }

  private static @Nullable String text(Throwable thrown) {
    if (thrown instanceof ForeignException foreign) {
      return foreign.text;
    }
    try {
      String text = thrown.toString();
      return text == null || text.equals(usual(thrown.getClass().getName(), message(thrown)))
          ? null
          : text;
    } catch (Throwable e) {
      // Its own toString failed: class and message say what there is.
      return null;
    }
  }

  private static String usual(String typeName, @Nullable String message) {
    return message == null ? typeName : typeName + ": " + message;
  }

  /** For procpool's own use: the same text, for another reason. */
  public ForeignException because(String reason) {
    return copy(requireNonNull(reason, "reason"), getCause());
  }

  /** For procpool's own use: the same text with the {@code depth}th cause replaced. */
  public ForeignException withCause(int depth, Throwable cause) {
    Throwable next =
        depth > 1 && getCause() instanceof ForeignException text
            ? text.withCause(depth - 1, cause)
            : cause;
    return copy(reason, next);
  }

  private ForeignException copy(String newReason, @Nullable Throwable cause) {
    ForeignException copy =
        new ForeignException(typeName, getMessage(), text, newReason, cause, getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      copy.addSuppressed(suppressed);
    }
    return copy;
  }

  /** The name of the original's class. */
  public String typeName() {
    return typeName;
  }

  /** Why the original could not travel. */
  public String reason() {
    return reason;
  }

  /** As the original's. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message is the original's, unchanged
  public String toString() {
    return text == null ? usual(typeName, getMessage()) : text;
  }
}
