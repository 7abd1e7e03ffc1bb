package io.procpool.ipc.pickle;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.UncheckedIOException;

/**
 * The part of a message that an object's own code writes and reads: its length in four bytes comes
 * first, so that code that reads something else than was written is found out at once.
 */
final class StreamSection {

  /** What an object's own code does. */
  interface Body {
    @SuppressWarnings("checkstyle:IllegalThrows")
    void run() throws Throwable;
  }

  private StreamSection() {}

  static void write(PickleOutput output, Body body) {
    int lengthAt = output.position();
    output.writeInt(0);
    run(body);
    output.setIntAt(lengthAt, output.position() - lengthAt - Integer.BYTES);
  }

  /** Reads a section's length and gives the position of its end. */
  static int open(PickleInput input) {
    int length = input.count(input.readInt(), 1);
    return input.position() + length;
  }

  /** Runs code that reads a section, and checks that it read all of it. */
  static void read(PickleInput input, int end, Class<?> type, Body body) {
    run(body);
    if (input.position() != end) {
      throw new UncheckedIOException(
          new InvalidClassException(
              type.getName(),
              "it reads other data than it writes: "
                  + (end - input.position())
                  + " bytes are left of what it wrote"));
    }
  }

  /** Runs code of an object, and lets what it throws pass as it can. */
  static void run(Body body) {
    try {
      body.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new IllegalStateException(e.toString(), e);
    }
  }
}
