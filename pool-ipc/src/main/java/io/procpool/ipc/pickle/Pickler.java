package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.ForeignException;
import io.procpool.NotSendableException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads messages of one object graph each. Thread-safe; user code (hooks of
 * serialization, constructors of records) runs in the calling thread.
 */
public final class Pickler {

  static {
    // Before Kryo loads: else it tries sun.misc.Unsafe, and the JVM warns on the user's stderr.
    if (System.getProperty("kryo.unsafe") == null) {
      System.setProperty("kryo.unsafe", "false");
    }
  }

  private final ConcurrentLinkedQueue<Engine> idle = new ConcurrentLinkedQueue<>();
  private final @Nullable ClassTable own;
  private final boolean sharedEverywhere;

  private Pickler(@Nullable ClassTable own, boolean sharedEverywhere) {
    this.own = own;
    this.sharedEverywhere = sharedEverywhere;
  }

  /** Messages carry numbers of {@code own}; its definitions travel separately. */
  public static Pickler withTable(ClassTable own) {
    return new Pickler(requireNonNull(own, "own"), false);
  }

  /** Each message carries its definitions, so that anybody can read it. */
  public static Pickler selfContained() {
    return new Pickler(null, false);
  }

  /** As this one, but {@link SharedObject}s may be in every message. */
  public Pickler withSharedArguments() {
    return new Pickler(own, true);
  }

  /**
   * Appends a message.
   *
   * @throws NotSendableException if something in it cannot travel; {@code to} is as before
   * @throws IllegalStateException if a {@link SharedObject} is in it; {@code to} is as before
   */
  public void pickle(@Nullable Object value, PickleBuffer to) {
    if (!PlainValues.write(value, to)) {
      pickleGraph(value, to, sharedEverywhere);
    }
  }

  /**
   * Appends a message for a process that is about to start: shared objects may be in it.
   *
   * @throws NotSendableException if something in it cannot travel; {@code to} is as before
   */
  public void pickleInherited(@Nullable Object value, PickleBuffer to) {
    if (!PlainValues.write(value, to)) {
      pickleGraph(value, to, true);
    }
  }

  /** Appends a message that always arrives, as a {@link ForeignException} where need be. */
  public void pickleThrowable(Throwable thrown, PickleBuffer to) {
    try {
      pickle(thrown, to);
    } catch (RuntimeException e) {
      pickle(ForeignException.of(thrown, String.valueOf(e.getMessage())), to);
    }
  }

  /**
   * Reads one message and moves {@code from} behind it.
   *
   * @param known what the writer's definitions were
   * @throws NotSendableException if it cannot be read: a class is missing here or differs, an
   *     object refuses its state, the bytes are damaged
   */
  public @Nullable Object unpickle(PickleSource from, ClassDefinitions known) {
    try {
      byte tag = from.readByte();
      return tag >= Tag.GRAPH ? unpickleGraph(tag, from, known) : PlainValues.read(tag, from);
    } catch (NotSendableException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new NotSendableException("a message cannot be read: " + e, e);
    }
  }

  /** As {@link #unpickle}, but what cannot be read is a {@link ForeignException}. */
  public Throwable unpickleThrowable(PickleSource from, ClassDefinitions known) {
    try {
      return (Throwable) requireNonNull(unpickle(from, known));
    } catch (RuntimeException e) {
      return e;
    }
  }

  private void pickleGraph(@Nullable Object value, PickleBuffer to, boolean shared) {
    int length = to.length();
    int arrays = to.arrays().size();
    try {
      Engine engine = engine();
      if (own != null) {
        to.writeByte(Tag.GRAPH);
        engine.write(value, to, own, shared);
      } else {
        writeOwnGraph(engine, value, to, shared);
      }
      idle.add(engine);
    } catch (RuntimeException | LinkageError e) {
      to.truncate(length, arrays);
      if (e instanceof IllegalStateException) {
        throw e;
      }
      throw new NotSendableException("cannot be sent: " + e.getMessage(), e);
    }
  }

  private static void writeOwnGraph(
      Engine engine, @Nullable Object value, PickleBuffer to, boolean shared) {
    ClassTable table = new ClassTable();
    PickleBuffer body = new PickleBuffer();
    engine.write(value, body, table, shared);
    to.writeByte(Tag.OWN_GRAPH);
    to.writeInt(body.length());
    to.writeBytes(body.bytes(), 0, body.length());
    byte[] definitions = table.definitions(0, table.size());
    to.writeVarInt(definitions.length);
    to.writeBytes(definitions, 0, definitions.length);
  }

  private @Nullable Object unpickleGraph(byte tag, PickleSource from, ClassDefinitions known) {
    Engine engine = engine();
    Object value =
        tag == Tag.GRAPH ? engine.read(from, known) : readOwnGraph(engine, from, known.loader());
    idle.add(engine);
    return value;
  }

  private static @Nullable Object readOwnGraph(
      Engine engine, PickleSource from, ClassLoader loader) {
    int length = from.readInt();
    PickleSource body = new PickleSource(from.bytes(), from.advance(length), length, from.arrays());
    ClassDefinitions definitions = new ClassDefinitions(loader);
    definitions.add(from.readBytes(from.readVarInt()));
    return engine.read(body, definitions);
  }

  private Engine engine() {
    Engine engine = idle.poll();
    return engine == null ? new Engine() : engine;
  }
}
