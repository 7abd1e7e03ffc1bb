package io.procpool.ipc.pickle;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Collections by their elements, sorted ones by their comparator too. Also views, which arrive as
 * collections of their own.
 */
final class CollectionSerializer<C extends Collection<@Nullable Object>>
    extends GraphSerializer<Collection<@Nullable Object>> {

  private final JdkCollections.Maker<C> maker;

  CollectionSerializer(JdkCollections.Maker<C> maker) {
    this.maker = maker;
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Collection<@Nullable Object> collection) {
    if (collection instanceof SortedSet<?> sorted) {
      kryo.writeClassAndObject(output, sorted.comparator());
    }
    // A concurrent collection may change meanwhile: count what is written.
    int sizeAt = output.position();
    output.writeInt(0);
    int i = 0;
    try {
      for (Object element : collection) {
        kryo.writeClassAndObject(output, element);
        i++;
      }
    } catch (Unsendable e) {
      throw e.within(ShortName.of(collection.getClass()) + "[" + i + "]");
    }
    output.setIntAt(sizeAt, i);
  }

  @Override
  @SuppressWarnings("unchecked")
  Collection<@Nullable Object> read(
      PickleKryo kryo, PickleInput input, Class<? extends Collection<@Nullable Object>> type) {
    int id = kryo.references().lastId();
    Comparator<Object> order =
        SortedSet.class.isAssignableFrom(type)
            ? (Comparator<Object>) kryo.readClassAndObject(input)
            : null;
    int size = input.count(input.readInt(), 1);
    kryo.check(Object[].class, size, input);
    C collection = maker.make(size, order);
    kryo.reference(collection);
    for (int i = 0; i < size; i++) {
      Object element = kryo.readChild(input);
      if (kryo.references().isPartial() && mustWait(collection, element)) {
        LateElements.read(kryo, input, collection, id, element, size - i - 1);
        break;
      }
      int missing = element == null ? kryo.references().takeMissing() : -1;
      collection.add(element);
      if (missing >= 0) {
        List<@Nullable Object> list = (List<@Nullable Object>) (Collection<?>) collection;
        int index = list.size() - 1;
        kryo.references().whenRead(missing, read -> list.set(index, read));
      }
    }
    return collection;
  }

  /** A set asks its elements; others need them to be there, unless they can be put in later. */
  private static boolean mustWait(Collection<?> collection, @Nullable Object element) {
    return collection instanceof Set || (element == null && !(collection instanceof List));
  }
}
