package io.procpool.ipc.pickle;

import static java.util.Objects.checkFromToIndex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes and lambda call sites that a process has written, by number: messages hold numbers
 * only. It only grows, so what was once defined stays true for all connections. Thread-safe.
 */
public final class ClassTable {

  private final Map<Definition, Integer> ids = new HashMap<>();
  private final List<Definition> definitions = new ArrayList<>();
  private volatile int size; // of the definitions, for those who ask once an item

  /** An empty table. */
  public ClassTable() {}

  /** How many definitions there are; a message written before this call uses no others. */
  public int size() {
    return size;
  }

  /**
   * What a peer that knows the first {@code from} definitions lacks to know the first {@code to}.
   */
  public byte[] definitions(int from, int to) {
    PickleBuffer buffer = new PickleBuffer();
    buffer.writeVarInt(from);
    buffer.writeVarInt(to - from);
    slice(from, to).forEach(definition -> definition.write(buffer));
    return Arrays.copyOf(buffer.bytes(), buffer.length());
  }

  /** The number of a definition, given at its first use. */
  synchronized int id(Definition definition) {
    Integer known = ids.get(definition);
    if (known != null) {
      return known;
    }
    int id = definitions.size();
    definitions.add(definition);
    ids.put(definition, id);
    size = definitions.size();
    return id;
  }

  private synchronized List<Definition> slice(int from, int to) {
    checkFromToIndex(from, to, definitions.size());
    return List.copyOf(definitions.subList(from, to));
  }
}
