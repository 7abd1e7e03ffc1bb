package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Kryo;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Puts a message's graphs, definitions and tag together; tries again on a large stack. */
final class Messages {

  /** More than are written without the flag, lest a reader that nests differently stumbles. */
  private static final int READ_LEVELS = 2 * DeepStack.SHALLOW_LEVELS;

  private final EnginePool engines;
  private final @Nullable ClassTable own;
  private final boolean keepsSealed;

  /**
   * Messages that use this table, or each their own if it is null.
   *
   * @param keepsSealed whether sealed values stay so when they are read
   */
  Messages(@Nullable ClassTable own, boolean keepsSealed) {
    this.own = own;
    this.engines = new EnginePool(this, own == null); // a table keeps its classes anyway
    this.keepsSealed = keepsSealed;
  }

  /** A value that was read sealed, as its reader wants it. */
  @Nullable Object opened(SealedValue value, ClassDefinitions known, InputLimits limits) {
    if (keepsSealed) {
      return value;
    }
    byte[] message = value.message();
    PickleSource source = new PickleSource(message, 0, message.length, value.arrays());
    return read(source.readByte(), source, known, limits, Kryo::readClassAndObject);
  }

  /** Appends a message; if it throws, {@code to} is as before. */
  void write(PickleBuffer to, boolean shared, int flags, Engine.Writing writing) {
    int length = to.length();
    int arrays = to.arrays().size();
    try {
      try {
        writeShallow(to, shared, flags, writing);
      } catch (TooDeep e) {
        to.truncate(length, arrays);
        int deep = flags | Tag.DEEP;
        DeepStack.run(() -> write(to, shared, deep, DeepStack.DEEP_LEVELS, writing));
      }
    } catch (Throwable e) {
      to.truncate(length, arrays);
      throw e;
    }
  }

  private void writeShallow(PickleBuffer to, boolean shared, int flags, Engine.Writing writing) {
    int length = to.length();
    int arrays = to.arrays().size();
    try {
      write(to, shared, flags, DeepStack.SHALLOW_LEVELS, writing);
    } catch (StackOverflowError e) {
      to.truncate(length, arrays);
      DeepStack.runFresh(() -> write(to, shared, flags, DeepStack.SHALLOW_LEVELS, writing));
    }
  }

  private void write(
      PickleBuffer to, boolean shared, int flags, int maxLevels, Engine.Writing writing) {
    Engine engine = engines.take();
    try {
      if (own != null) {
        writeGraph(engine, to, own, shared, flags, maxLevels, writing);
      } else {
        writeOwn(engine, to, shared, flags | Tag.OWN, maxLevels, writing);
      }
    } catch (Unsendable e) {
      engines.giveBack(engine);
      throw e;
    }
    engines.giveBack(engine);
  }

  private static void writeOwn(
      Engine engine,
      PickleBuffer to,
      boolean shared,
      int flags,
      int maxLevels,
      Engine.Writing writing) {
    ClassTable table = new ClassTable();
    writeGraph(engine, to, table, shared, flags, maxLevels, writing);
    byte[] definitions = table.definitions(0, table.size());
    to.writeVarInt(definitions.length);
    to.writeBytes(definitions, 0, definitions.length);
  }

  private static void writeGraph(
      Engine engine,
      PickleBuffer to,
      ClassTable table,
      boolean shared,
      int flags,
      int maxLevels,
      Engine.Writing writing) {
    to.writeByte(Tag.GRAPH | flags);
    int lengthAt = to.length();
    to.writeInt(0);
    engine.write(to, table, shared, maxLevels, writing);
    to.setIntAt(lengthAt, to.length() - lengthAt - Integer.BYTES);
  }

  /** Reads the rest of a message of which the tag was read. */
  @Nullable Object read(
      int tag,
      PickleSource from,
      ClassDefinitions known,
      InputLimits limits,
      Engine.Reading reading) {
    int length = from.readInt();
    PickleSource body = new PickleSource(from.bytes(), from.advance(length), length, from.arrays());
    ClassDefinitions definitions =
        (tag & Tag.OWN) == 0 ? known : known.forOneMessage(from.readBytes(from.readVarInt()));
    return (tag & Tag.DEEP) == 0
        ? readHere(body, definitions, limits, READ_LEVELS, reading)
        : readDeep(body, definitions, limits, reading);
  }

  private @Nullable Object readDeep(
      PickleSource body, ClassDefinitions definitions, InputLimits limits, Engine.Reading reading) {
    AtomicReference<@Nullable Object> result = new AtomicReference<>();
    DeepStack.run(
        () -> result.set(readHere(body, definitions, limits, DeepStack.DEEP_LEVELS, reading)));
    return result.get();
  }

  private @Nullable Object readHere(
      PickleSource body,
      ClassDefinitions definitions,
      InputLimits limits,
      int maxLevels,
      Engine.Reading reading) {
    Engine engine = engines.take();
    Object result = engine.read(body, definitions, limits, maxLevels, reading);
    engines.giveBack(engine);
    return result;
  }
}
