package io.procpool.runtime;

import io.procpool.NotSendableException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Tasks that throw, each in its way. */
final class Throwers {

  private Throwers() {}

  static Object wrapped() {
    UncheckedIOException outer = new UncheckedIOException("outer", inner());
    outer.addSuppressed(new ArithmeticException("/ by zero"));
    throw outer;
  }

  private static IOException inner() {
    return new IOException("inner");
  }

  static int throwIfOdd(int n) {
    if (n % 2 == 1) {
      throw new IllegalArgumentException("odd: " + n);
    }
    return n;
  }

  static Object strict() throws Strict {
    throw new Strict(7, List.of("a", "b"));
  }

  static Object assertion() {
    throw new AssertionError("as expected");
  }

  static Object sized(int length) {
    throw new IllegalStateException(length < 0 ? null : "x".repeat(length));
  }

  static Object circular() {
    IllegalStateException one = new IllegalStateException("one");
    one.initCause(new IllegalStateException("two", one));
    throw one;
  }

  static Object unsendable() {
    throw new Unsendable(Thread.currentThread(), new IllegalStateException("the reason"));
  }

  static Object unreadable() {
    throw new Unreadable();
  }

  static Object rude() {
    throw new Rude();
  }

  static Object cancellation() {
    throw new CancellationException("by the task itself");
  }

  static Object notSendable() {
    throw new NotSendableException("of a pool of the task's own", null);
  }

  static Object byName(String name) throws Exception {
    throw (RuntimeException)
        Class.forName(name).getConstructor(String.class).newInstance("made by name");
  }

  /** Has no constructor that any convention knows. */
  static final class Strict extends Exception {
    private static final long serialVersionUID = 1L;
    final int code;

    @SuppressWarnings("serial") // a list of strings made by List.of
    final List<String> details;

    Strict(int code, List<String> details) {
      super("code " + code);
      this.code = code;
      this.details = details;
    }
  }

  static final class Unsendable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // which is the point
    final Thread thread;

    Unsendable(Thread thread, Throwable cause) {
      super("with a thread", cause);
      this.thread = thread;
    }
  }

  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super("refuses to be read");
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
      throw new InvalidObjectException("not by anybody");
    }
  }

  /** Whose methods throw where everybody expects an answer. */
  static final class Rude extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException("getMessage");
    }

    @Override
    public String toString() {
      throw new UnsupportedOperationException("toString");
    }
  }
}
