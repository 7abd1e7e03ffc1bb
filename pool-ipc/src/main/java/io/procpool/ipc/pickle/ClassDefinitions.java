package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.NotSendableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a process knows of the classes its peer writes: the reader's copy of the peer's {@link
 * ClassTable}, one per connection, and what the classes are here. A class is looked up at its first
 * use, so a missing one fails only the messages that have it. Thread-safe.
 */
public final class ClassDefinitions {

  /** A peer that defines more than that pays for looking classes up each time. */
  private static final int MAX_MET = 10_000;

  private final Told told;
  private final ClassLoader loader;
  private final Map<Definition, KnownType> met;

  /** Replaced as it grows; at most as many as were told. */
  private volatile KnownType[] types = {};

  /** The definitions in the peer's order. */
  private static final class Told {

    /** Replaced as it grows. */
    private volatile Definition[] definitions = {};

    synchronized void add(PickleSource source) {
      int from = source.readVarInt();
      int count = source.readVarInt();
      Definition[] before = definitions;
      if (from != before.length) {
        throw new IllegalArgumentException("first=" + from + ", but known=" + before.length);
      }
      List<Definition> read = new ArrayList<>(List.of(before));
      for (int i = 0; i < count; i++) {
        read.add(Definition.read(source));
      }
      definitions = read.toArray(Definition[]::new);
    }
  }

  /**
   * Nothing known yet; classes are looked up by {@code loader}, then as the code that reads does.
   */
  public ClassDefinitions(ClassLoader loader) {
    this(new Told(), requireNonNull(loader, "loader"), new ConcurrentHashMap<>());
  }

  private ClassDefinitions(Told told, ClassLoader loader, Map<Definition, KnownType> met) {
    this.told = told;
    this.loader = loader;
    this.met = met;
  }

  /** The same definitions, now and later, but their classes looked up by another loader. */
  public ClassDefinitions seenBy(ClassLoader other) {
    return new ClassDefinitions(told, requireNonNull(other, "other"), new ConcurrentHashMap<>());
  }

  /**
   * Learns what {@link ClassTable#definitions} gave.
   *
   * @throws NotSendableException if the bytes are damaged or do not follow what is known
   */
  public void add(byte[] definitions) {
    try {
      told.add(new PickleSource(definitions, 0, definitions.length, List.of()));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new NotSendableException("class definitions cannot be read: " + e.getMessage(), e);
    }
  }

  /** The type of a number. */
  KnownType type(int id) {
    KnownType[] have = types;
    return id >= 0 && id < have.length ? have[id] : grown(id)[id];
  }

  private synchronized KnownType[] grown(int id) {
    Definition[] definitions = told.definitions;
    if (id < 0 || id >= definitions.length) {
      throw new NotSendableException(
          "a message uses class number "
              + id
              + ", but only "
              + definitions.length
              + " were defined",
          null);
    }
    KnownType[] more = Arrays.copyOf(types, definitions.length);
    for (int i = types.length; i < more.length; i++) {
      more[i] = known(definitions[i]);
    }
    types = more;
    return more;
  }

  /** What a self-contained message defines; classes met before are not looked up again. */
  ClassDefinitions forOneMessage(byte[] definitions) {
    ClassDefinitions own = new ClassDefinitions(new Told(), loader, met);
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
