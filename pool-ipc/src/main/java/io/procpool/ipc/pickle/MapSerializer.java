package io.procpool.ipc.pickle;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Maps by their entries, sorted ones by their comparator too. */
final class MapSerializer<M extends Map<@Nullable Object, @Nullable Object>>
    extends GraphSerializer<Map<@Nullable Object, @Nullable Object>> {

  private final JdkCollections.Maker<M> maker;

  MapSerializer(JdkCollections.Maker<M> maker) {
    this.maker = maker;
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Map<@Nullable Object, @Nullable Object> map) {
    if (map instanceof SortedMap<?, ?> sorted) {
      kryo.writeClassAndObject(output, sorted.comparator());
    }
    // A concurrent map may change meanwhile, and a weak one lose entries: count what is written.
    int sizeAt = output.position();
    output.writeInt(0);
    int written = 0;
    for (Map.Entry<@Nullable Object, @Nullable Object> entry : map.entrySet()) {
      writeEntry(kryo, output, map, entry);
      written++;
    }
    output.setIntAt(sizeAt, written);
  }

  private static void writeEntry(
      PickleKryo kryo,
      PickleOutput output,
      Map<?, ?> map,
      Map.Entry<@Nullable Object, @Nullable Object> entry) {
    Object key = entry.getKey();
    try {
      kryo.writeClassAndObject(output, key);
    } catch (Unsendable e) {
      throw e.within("key of " + ShortName.of(map.getClass()));
    }
    try {
      kryo.writeClassAndObject(output, entry.getValue());
    } catch (Unsendable e) {
      throw e.within(ShortName.of(map.getClass()) + "[" + name(key) + "]");
    }
  }

  /** The key, where its text is sure to be short and no user's code makes it. */
  private static String name(@Nullable Object key) {
    return switch (key) {
      case null -> "null";
      case String text -> '"' + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + '"';
      case Number number when key.getClass().getName().startsWith("java.lang.") ->
          number.toString();
      default -> "key of type " + key.getClass().getTypeName();
    };
  }

  @Override
  @SuppressWarnings("unchecked")
  Map<@Nullable Object, @Nullable Object> read(
      PickleKryo kryo,
      PickleInput input,
      Class<? extends Map<@Nullable Object, @Nullable Object>> type) {
    int id = kryo.references().lastId();
    Comparator<Object> order =
        SortedMap.class.isAssignableFrom(type)
            ? (Comparator<Object>) kryo.readClassAndObject(input)
            : null;
    int size = input.count(input.readInt(), 2);
    kryo.check(Map.Entry[].class, size, input);
    M map = maker.make(size, order);
    kryo.reference(map);
    for (int i = 0; i < size; i++) {
      Object key = kryo.readChild(input);
      if (kryo.references().isPartial()) {
        LateElements.read(kryo, input, map, id, key, size - i - 1);
        break;
      }
      readValue(kryo, input, map, key);
    }
    return map;
  }

  private static void readValue(
      PickleKryo kryo,
      PickleInput input,
      Map<@Nullable Object, @Nullable Object> map,
      @Nullable Object key) {
    Object value = kryo.readChild(input);
    int missing = value == null ? kryo.references().takeMissing() : -1;
    if (missing < 0) {
      map.put(key, value);
    } else {
      kryo.references().whenRead(missing, read -> map.put(key, read));
    }
  }
}
