package io.procpool.ipc.pickle;

import io.procpool.ForeignException;
import org.jspecify.annotations.Nullable;

/** What an exception says, for messages: with its message, and whatever its own code does. */
public final class ThrownText {

  /**
   * Of what is suppressed by an exception that says something else here than where it was thrown.
   */
  static final String SPEAKS_OTHERWISE =
      "the exception says something else in this process, as its message is made of what does not"
          + " travel: this is what it said";

  private ThrownText() {}

  /** Its text, or what it said where it was thrown; and its message, if that is not in the text. */
  public static String of(Throwable thrown) {
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (suppressed instanceof ForeignException said && said.reason().equals(SPEAKS_OTHERWISE)) {
        return said.toString();
      }
    }
    String text = text(thrown);
    String message = message(thrown);
    return message == null || text.contains(message) ? text : text + " (" + message + ")";
  }

  private static String text(Throwable thrown) {
    String name = thrown.getClass().getName();
    try {
      String text = thrown.toString();
      return text == null ? name : text;
    } catch (Throwable e) {
      return name + " (its toString threw " + e.getClass().getName() + ")";
    }
  }

  private static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable e) {
      // Its text says what there is.
      return null;
    }
  }
}
