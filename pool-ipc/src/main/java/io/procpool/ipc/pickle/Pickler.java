package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.ForeignException;
import io.procpool.NotSendableException;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads messages of one object graph each. Thread-safe. User code (hooks of
 * serialization, constructors of records) runs in the calling thread, or for graphs of more than a
 * hundred levels in one that the caller waits for.
 */
public final class Pickler {

  static {
    // Before Kryo loads: else it tries sun.misc.Unsafe, and the JVM warns on the user's stderr.
    if (System.getProperty("kryo.unsafe") == null) {
      System.setProperty("kryo.unsafe", "false");
    }
  }

  private final Messages messages;
  private final boolean sharedEverywhere;
  private final @Nullable ObjectInputFilter filter;

  private Pickler(Messages messages, boolean sharedEverywhere, @Nullable ObjectInputFilter filter) {
    this.messages = messages;
    this.sharedEverywhere = sharedEverywhere;
    this.filter = filter;
  }

  /**
   * As {@link #withTable}, for a process that keeps values for others: those that come {@linkplain
   * #seal sealed} stay so.
   */
  public static Pickler ofKeeper(ClassTable own) {
    return new Pickler(new Messages(requireNonNull(own, "own"), true), false, null);
  }

  /** Messages carry numbers of {@code own}; its definitions travel separately. */
  public static Pickler withTable(ClassTable own) {
    return new Pickler(new Messages(requireNonNull(own, "own"), false), false, null);
  }

  /** Each message carries its definitions, so that anybody can read it. */
  public static Pickler selfContained() {
    return new Pickler(new Messages(null, false), false, null);
  }

  /**
   * As {@link #selfContained()}, for messages of peers that are not trusted with everything: the
   * filter is asked about each class before the class is initialised, and about each array before
   * it is made, with depth, references and bytes so far. It sees what java.io would show it.
   */
  public static Pickler selfContained(ObjectInputFilter filter) {
    return new Pickler(new Messages(null, false), false, requireNonNull(filter, "filter"));
  }

  /** As this one, but reading through a filter; see {@link #selfContained(ObjectInputFilter)}. */
  public Pickler withFilter(ObjectInputFilter filter) {
    return new Pickler(messages, sharedEverywhere, requireNonNull(filter, "filter"));
  }

  /** As this one, but {@link SharedObject}s may be in every message. */
  public Pickler withSharedArguments() {
    return new Pickler(messages, true, filter);
  }

  /**
   * Appends a message. Large primitive arrays are not copied: they must not change until the
   * message is sent.
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

  /**
   * A value sealed, to be part of another message at once: large primitive arrays are not copied.
   * Of a self-contained pickler.
   *
   * @throws NotSendableException if something in it cannot travel
   */
  public SealedValue seal(Object value) {
    PickleBuffer buffer = new PickleBuffer();
    List<SharedObject> shared = new ArrayList<>();
    try {
      messages.write(
          buffer,
          sharedEverywhere,
          0,
          (kryo, output) -> {
            kryo.writeClassAndObject(output, value);
            shared.addAll(kryo.sharedWritten());
          });
    } catch (Throwable e) {
      throw Unsendable.forCaller(e);
    }
    return new SealedValue(
        value.getClass().getName(),
        Arrays.copyOf(buffer.bytes(), buffer.length()),
        List.copyOf(buffer.arrays()),
        shared);
  }

  /**
   * Appends a message that always arrives: what cannot travel, or cannot be read there, arrives as
   * a {@link ForeignException}.
   */
  public void pickleThrowable(Throwable thrown, PickleBuffer to) {
    ThrownMessage.write(messages, thrown, to, sharedEverywhere);
  }

  /**
   * Reads one message and moves {@code from} behind it, also if it throws, unless the bytes are
   * damaged: the messages after it can be read.
   *
   * @param known what the writer's definitions were
   * @throws NotSendableException if it cannot be read: a class is missing here or differs, an
   *     object refuses its state, the bytes are damaged
   */
  public @Nullable Object unpickle(PickleSource from, ClassDefinitions known) {
    try {
      int tag = from.readByte();
      if (tag < Tag.GRAPH) {
        return PlainValues.read((byte) tag, from);
      }
      if (tag > Tag.LAST) {
        throw new IllegalArgumentException("no kind of message: " + tag);
      }
      return (tag & Tag.THROWN) != 0
          ? ThrownMessage.read(messages, tag, from, known, limits())
          : messages.read(
              tag, from, known, limits(), (kryo, input) -> kryo.readClassAndObject(input));
    } catch (Throwable e) {
      throw Unreadable.of(e);
    }
  }

  /**
   * Reads a message of {@link #pickleThrowable}. Never fails: what cannot be read is a {@link
   * ForeignException}, a damaged message a {@link NotSendableException}.
   */
  public Throwable unpickleThrowable(PickleSource from, ClassDefinitions known) {
    try {
      return unpickle(from, known) instanceof Throwable thrown
          ? thrown
          : new NotSendableException("a message is no exception", null);
    } catch (NotSendableException e) {
      return e;
    }
  }

  private void pickleGraph(@Nullable Object value, PickleBuffer to, boolean shared) {
    try {
      messages.write(to, shared, 0, (kryo, output) -> kryo.writeClassAndObject(output, value));
    } catch (Throwable e) {
      throw Unsendable.forCaller(e);
    }
  }

  private InputLimits limits() {
    return filter == null ? InputLimits.NONE : new InputLimits(filter);
  }
}
