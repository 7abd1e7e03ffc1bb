package io.procpool.ipc.pickle;

import java.io.InvalidObjectException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** One Kryo with its streams. One thread at a time; of no more use once a reading has failed. */
final class Engine {

  private final TableClassResolver classes = new TableClassResolver();
  private final PickleKryo kryo;
  private final PickleOutput output = new PickleOutput();
  private final PickleInput input = new PickleInput();

  /** One for these messages. */
  Engine(Messages messages) {
    kryo = new PickleKryo(classes, new GraphReferences(), messages);
  }

  /** Writes roots that share one space of references, and forgets them. */
  void write(PickleBuffer to, ClassTable table, boolean shared, int maxLevels, Writing writing) {
    classes.writeTo(table);
    kryo.startWriting(to, shared, maxLevels);
    kryo.setAutoReset(false);
    output.writeInto(to);
    try {
      writing.write(kryo, output);
      kryo.finish();
      output.giveBack(to);
    } finally {
      kryo.reset();
      output.letGo();
      kryo.letGo();
    }
  }

  /** Reads roots that share one space of references, which must end where {@code from} does. */
  @Nullable Object read(
      PickleSource from,
      ClassDefinitions known,
      InputLimits limits,
      int maxLevels,
      Reading reading) {
    classes.readBy(known);
    kryo.startReading(from, known.loader(), limits, maxLevels);
    kryo.setAutoReset(false);
    input.setBuffer(from.bytes(), from.position(), from.remaining());
    Object result = reading.read(kryo, input);
    kryo.finish();
    if (input.left() > 0) {
      throw new IllegalArgumentException(input.left() + " bytes too many");
    }
    try {
      kryo.validations().run();
    } catch (InvalidObjectException e) {
      throw new UncheckedIOException(e);
    }
    kryo.reset();
    input.letGo();
    kryo.letGo();
    return result;
  }

  /** Keeps nothing of an application alive that may end before procpool's classes do. */
  void forgetInnerClasses() {
    classes.forgetInnerClasses();
    kryo.setClassLoader(ApplicationLoader.own());
  }

  /** What is written. */
  interface Writing {
    void write(PickleKryo kryo, PickleOutput output);
  }

  /** What is read. */
  interface Reading {
    @Nullable Object read(PickleKryo kryo, PickleInput input);
  }
}
