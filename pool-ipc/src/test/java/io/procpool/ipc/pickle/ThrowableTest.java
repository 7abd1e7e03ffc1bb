package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.ForeignException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"serial", "unused"})
class ThrowableTest {

  private final Peers peers = new Peers();

  private Throwable copy(Throwable thrown) {
    return peers.readThrowable(peers.writeThrowable(thrown));
  }

  static final class OddException extends Exception {
    final int code;

    OddException(int code, Object unrelated) {
      super("code " + code);
      this.code = code;
    }
  }

  static final class LockedException extends Exception {
    final ReentrantLock lock = new ReentrantLock();

    LockedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  @Test
  void exceptionArrivesWithTypeMessageTraceCauseAndSuppressed() {
    OddException thrown = new OddException(4, new Object());
    thrown.initCause(new IOException("disk"));
    thrown.addSuppressed(new IllegalStateException("close"));
    OddException copy = assertInstanceOf(OddException.class, copy(thrown));
    assertEquals(4, copy.code);
    assertEquals("code 4", copy.getMessage());
    assertArrayEquals(thrown.getStackTrace(), copy.getStackTrace());
    assertEquals("java.io.IOException: disk", copy.getCause().toString());
    assertArrayEquals(thrown.getCause().getStackTrace(), copy.getCause().getStackTrace());
    assertEquals("close", copy.getSuppressed()[0].getMessage());
  }

  @Test
  void traceIsPrintedAsTheOriginals() {
    Exception thrown = new UncheckedIOException(new IOException("x"));
    assertEquals(printed(thrown), printed(copy(thrown)));
  }

  private static String printed(Throwable thrown) {
    java.io.StringWriter text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void whatCannotBeWrittenArrivesAsText() {
    LockedException thrown = new LockedException("locked", null);
    thrown.addSuppressed(new IOException("inner"));
    ForeignException copy = assertInstanceOf(ForeignException.class, copy(thrown));
    assertEquals(LockedException.class.getName(), copy.typeName());
    assertEquals("locked", copy.getMessage());
    assertEquals(thrown.toString(), copy.toString());
    assertArrayEquals(thrown.getStackTrace(), copy.getStackTrace());
    assertEquals("java.io.IOException: inner", copy.getSuppressed()[0].toString());
    assertTrue(copy.reason().startsWith("LockedException.lock: "), copy.reason());
    assertNull(copy.getCause());
  }

  @Test
  void causesOfATextAreObjectsWhereTheyCanBe() {
    Throwable root = new OddException(3, null);
    Throwable copy = copy(new LockedException("a", new LockedException("b", root)));
    assertInstanceOf(ForeignException.class, copy);
    assertInstanceOf(ForeignException.class, copy.getCause());
    assertEquals("b", copy.getCause().getMessage());
    OddException cause = assertInstanceOf(OddException.class, copy.getCause().getCause());
    assertEquals(3, cause.code);
  }

  @Test
  void causeThatCannotBeWrittenMakesAllOfItText() {
    Throwable copy = copy(new IllegalStateException("outer", new LockedException("inner", null)));
    ForeignException text = assertInstanceOf(ForeignException.class, copy);
    assertEquals("java.lang.IllegalStateException", text.typeName());
    assertEquals(LockedException.class.getName(), ((ForeignException) text.getCause()).typeName());
    assertTrue(text.reason().startsWith("Throwable.cause -> "), text.reason());
  }

  static final class UnreadableException extends Exception {
    UnreadableException(String message) {
      super(message);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      throw new IOException("cannot be read here");
    }
  }

  @Test
  void whatCannotBeReadArrivesAsText() {
    UnreadableException thrown = new UnreadableException("m");
    ForeignException copy = assertInstanceOf(ForeignException.class, copy(thrown));
    assertEquals(thrown.toString(), copy.toString());
    assertArrayEquals(thrown.getStackTrace(), copy.getStackTrace());
    assertTrue(copy.reason().contains("cannot be read here"), copy.reason());
  }

  static final class HostileException extends RuntimeException {
    final ReentrantLock lock = new ReentrantLock();

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new AssertionError("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no trace");
    }
  }

  @Test
  void exceptionWhoseOwnMethodsThrowArrivesAsText() {
    ForeignException copy = assertInstanceOf(ForeignException.class, copy(new HostileException()));
    assertEquals(HostileException.class.getName(), copy.typeName());
  }

  @Test
  void circleOfCausesComesToAnEnd() {
    LockedException a = new LockedException("a", null);
    Exception b = new Exception("b");
    Exception c = new Exception("c", b);
    b.initCause(c);
    Throwable copy = copy(c);
    assertSame(copy, copy.getCause().getCause());
    a.addSuppressed(c);
    assertInstanceOf(ForeignException.class, copy(a));
  }

  @Test
  void textTravelsOnAsText() {
    Throwable first = copy(new LockedException("a", null));
    ForeignException second = assertInstanceOf(ForeignException.class, copy(first));
    assertEquals(LockedException.class.getName(), second.typeName());
    assertEquals(((ForeignException) first).reason(), second.reason());
  }

  @Test
  void longChainOfCausesArrives() {
    Throwable thrown = new Exception("root");
    for (int i = 0; i < 1000; i++) {
      thrown = new Exception("e" + i, thrown);
    }
    Throwable copy = copy(thrown);
    int length = 0;
    for (Throwable t = copy; t.getCause() != null; t = t.getCause()) {
      length++;
    }
    assertEquals(1000, length);
  }

  @Test
  void messageThatIsNoExceptionIsReportedAsSuch() {
    PickleBuffer buffer = peers.write("text");
    assertTrue(peers.readThrowable(buffer).getMessage().contains("no exception"));
  }

  @Test
  void exceptionAsAValueOfItsOwnIsAnObject() {
    assertInstanceOf(OddException.class, peers.<Object>copy(new OddException(1, null)));
  }

  /** As Clojure's ExceptionInfo: it shows its data, which may not be sendable. */
  static final class DataException extends RuntimeException {
    final Object data;

    DataException(String message, Object data) {
      super(message);
      this.data = data;
    }

    @Override
    public String toString() {
      return "DataException: " + getMessage() + " {data " + data.getClass().getSimpleName() + "}";
    }
  }

  @Test
  void textOfWhatCannotBeSentIsTheOriginals() {
    ForeignException copy =
        assertInstanceOf(
            ForeignException.class, copy(new DataException("failed", new ReentrantLock())));
    assertEquals("DataException: failed {data ReentrantLock}", copy.toString());
    assertEquals("failed", copy.getMessage());
    assertEquals("DataException: failed {data ReentrantLock}", copy(copy).toString());
    assertEquals("DataException: a {data String}", copy(new DataException("a", "b")).toString());
  }

  /** Its message is made of what does not travel. */
  static final class TransientException extends Exception {
    final transient Object place;

    TransientException(Object place) {
      this.place = place;
    }

    @Override
    public String getMessage() {
      return "at " + place.toString();
    }
  }

  @Test
  void messageOfTransientPartsIsShownAsItWas() {
    Throwable copy = copy(new TransientException("line 7"));
    assertInstanceOf(TransientException.class, copy);
    assertEquals("at line 7", copy.getSuppressed()[0].getMessage());
    assertEquals(TransientException.class.getName() + ": at line 7", ThrownText.of(copy));
    assertEquals(0, copy(new OddException(4, "")).getSuppressed().length);
  }

  static final class RudeException extends Exception {
    RudeException(String message) {
      super(message);
    }

    @Override
    public String toString() {
      throw new AssertionError("no text");
    }
  }

  static final class SilentException extends Exception {
    SilentException(String message) {
      super(message);
    }

    @Override
    public String toString() {
      return "something went wrong";
    }
  }

  static final class SpeechlessException extends Exception {
    @Override
    public String getMessage() {
      throw new StackOverflowError();
    }
  }

  @Test
  void textOfAnExceptionHasItsMessageWhateverItsOwnCodeDoes() {
    assertEquals(
        RudeException.class.getName() + " (its toString threw java.lang.AssertionError) (disk)",
        ThrownText.of(copy(new RudeException("disk"))));
    assertEquals("something went wrong (disk)", ThrownText.of(copy(new SilentException("disk"))));
    Throwable speechless = copy(new SpeechlessException());
    assertEquals(0, speechless.getSuppressed().length);
    assertTrue(ThrownText.of(speechless).contains("StackOverflowError"));
  }
}
