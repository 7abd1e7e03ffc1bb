package io.procpool.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A throwable and its causes. */
final class Chains {

  private Chains() {}

  static boolean has(Throwable head, Class<? extends Throwable> type) {
    for (Throwable t = head; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  static String text(Throwable head) {
    StringWriter text = new StringWriter();
    head.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
