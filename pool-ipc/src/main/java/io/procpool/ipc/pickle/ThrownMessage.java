package io.procpool.ipc.pickle;

import io.procpool.ForeignException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions travel twice: as text, which always arrives, and as objects, as far as that works.
 * Both share their stack traces, so the text costs little.
 */
final class ThrownMessage {

  private static final int MAX_CAUSES = 64;

  private ThrownMessage() {}

  /** Writes the throwable, or else the first of its causes that can be written. */
  static void write(Messages messages, Throwable thrown, PickleBuffer to, boolean shared) {
    String reason = "";
    Throwable candidate = thrown;
    for (int i = 1; candidate != null && i <= MAX_CAUSES; i++) {
      try {
        write(messages, ForeignException.of(thrown, reason), i, candidate, to, shared);
        return;
      } catch (Throwable e) {
        reason = reason.isEmpty() ? Unsendable.reason(e) : reason;
        candidate = causeOf(candidate);
      }
    }
    write(messages, ForeignException.of(thrown, reason), 0, null, to, shared);
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      // A user's getCause that throws has no cause to offer.
      return null;
    }
  }

  private static void write(
      Messages messages,
      ForeignException text,
      int number,
      @Nullable Throwable object,
      PickleBuffer to,
      boolean shared) {
    messages.write(
        to,
        shared,
        Tag.THROWN,
        (kryo, output) -> {
          kryo.writeClassAndObject(output, text);
          output.writeVarInt(number, true);
          if (object != null) {
            kryo.writeClassAndObject(output, object);
          }
        });
  }

  /** Reads the throwable, or its text with as much of its causes as came. */
  static Throwable read(
      Messages messages, int tag, PickleSource from, ClassDefinitions known, InputLimits limits) {
    Parts parts = new Parts();
    try {
      messages.read(tag, from, known, limits, parts::read);
    } catch (Throwable e) {
      if (parts.text == null) {
        throw e;
      }
      return parts.text.because(String.valueOf(Unreadable.of(e).getMessage()));
    }
    return parts.together();
  }

  /** What has been read so far. */
  private static final class Parts {

    private @Nullable ForeignException text;
    private int number;
    private @Nullable Throwable object;

    @Nullable Object read(PickleKryo kryo, PickleInput input) {
      text = (ForeignException) kryo.readClassAndObject(input);
      number = input.readVarInt(true);
      if (number > 0) {
        object = (Throwable) kryo.readClassAndObject(input);
      }
      return null;
    }

    Throwable together() {
      if (text == null) {
        throw new IllegalArgumentException("an exception without its text");
      }
      if (object == null) {
        return text;
      }
      if (number > 1) {
        return text.withCause(number - 1, object);
      }
      if (!sameMessage(text, object) && object != text.getCause()) {
        object.addSuppressed(text.because(ThrownText.SPEAKS_OTHERWISE));
      }
      return object;
    }

    /** Its message may be made of what does not travel, such as transient fields. */
    private static boolean sameMessage(ForeignException text, Throwable object) {
      try {
        return Objects.equals(text.getMessage(), object.getMessage());
      } catch (Throwable e) {
        // It cannot say its message here, but it could there, or what it threw there is the text.
        return Objects.equals(text.getMessage(), ForeignException.of(object, "").getMessage());
      }
    }
  }
}
