package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.NotSendableException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process knows of the classes its peer writes: the reader's copy of the peer's {@link
 * ClassTable}, one per connection. A class is looked up at its first use, so a missing one fails
 * only the messages that have it. Thread-safe.
 */
public final class ClassDefinitions {

  private final ClassLoader loader;

  /** Replaced as it grows. */
  private volatile KnownType[] types = {};

  /** Nothing known yet; classes are looked up by {@code loader}. */
  public ClassDefinitions(ClassLoader loader) {
    this.loader = requireNonNull(loader, "loader");
  }

  /**
   * Learns what {@link ClassTable#definitions} gave.
   *
   * @throws NotSendableException if the bytes are damaged or do not follow what is known
   */
  public synchronized void add(byte[] definitions) {
    PickleSource source = new PickleSource(definitions, 0, definitions.length, List.of());
    try {
      add(source);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new NotSendableException("class definitions cannot be read: " + e.getMessage(), e);
    }
  }

  private void add(PickleSource source) {
    int from = source.readVarInt();
    int count = source.readVarInt();
    KnownType[] before = types;
    if (from != before.length) {
      throw new IllegalArgumentException("first=" + from + ", but known=" + before.length);
    }
    List<KnownType> read = new ArrayList<>(List.of(before));
    for (int i = 0; i < count; i++) {
      read.add(new KnownType(Definition.read(source), loader));
    }
    types = read.toArray(KnownType[]::new);
  }

  /** The type of a number. */
  KnownType type(int id) {
    KnownType[] defined = types;
    if (id < 0 || id >= defined.length) {
      throw new NotSendableException(
          "a message uses class number " + id + ", but only " + defined.length + " were defined",
          null);
    }
    return defined[id];
  }

  ClassLoader loader() {
    return loader;
  }
}
