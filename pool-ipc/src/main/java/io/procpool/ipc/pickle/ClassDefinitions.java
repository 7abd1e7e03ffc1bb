package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.NotSendableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a process knows of the classes its peer writes: the reader's copy of the peer's {@link
 * ClassTable}, one per connection. A class is looked up at its first use, so a missing one fails
 * only the messages that have it. Thread-safe.
 */
public final class ClassDefinitions {

  /** A peer that defines more than that pays for looking classes up each time. */
  private static final int MAX_MET = 10_000;

  private final ClassLoader loader;
  private final Map<Definition, KnownType> met;

  /** Replaced as it grows. */
  private volatile KnownType[] types = {};

  /** Nothing known yet; classes are looked up by {@code loader}. */
  public ClassDefinitions(ClassLoader loader) {
    this(requireNonNull(loader, "loader"), new ConcurrentHashMap<>());
  }

  private ClassDefinitions(ClassLoader loader, Map<Definition, KnownType> met) {
    this.loader = loader;
    this.met = met;
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
      read.add(known(Definition.read(source)));
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

  /** What a self-contained message defines; classes met before are not looked up again. */
  ClassDefinitions forOneMessage(byte[] definitions) {
    ClassDefinitions own = new ClassDefinitions(loader, met);
    own.add(definitions);
    return own;
  }

  private KnownType known(Definition definition) {
    if (met.size() >= MAX_MET) {
      KnownType known = met.get(definition);
      return known == null ? new KnownType(definition, loader) : known;
    }
    return met.computeIfAbsent(definition, defined -> new KnownType(defined, loader));
  }

  ClassLoader loader() {
    return loader;
  }
}
