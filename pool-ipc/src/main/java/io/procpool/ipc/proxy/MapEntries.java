package io.procpool.ipc.proxy;

import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map.Entry;
import java.util.function.Predicate;

/**
 * A managed map's entries: goes through a copy; what is removed here, or set in an entry, is
 * removed from the map, or put into it.
 */
final class MapEntries<K, V> extends AbstractSet<Entry<K, V>> {

  private final MapProxy<K, V> map;

  MapEntries(MapProxy<K, V> map) {
    this.map = map;
  }

  private static final class Written<K, V> extends SimpleEntry<K, V> {

    private static final long serialVersionUID = 1L;

    private final transient MapProxy<K, V> map;

    Written(MapProxy<K, V> map, Entry<K, V> entry) {
      super(entry);
      this.map = map;
    }

    @Override
    public V setValue(V value) {
      map.put(getKey(), value);
      return super.setValue(value);
    }
  }

  @Override
  public Iterator<Entry<K, V>> iterator() {
    Iterator<Entry<K, V>> copy = map.copy().entrySet().iterator();
    Iterator<Entry<K, V>> written =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return copy.hasNext();
          }

          @Override
          public Entry<K, V> next() {
            return new Written<>(map, copy.next());
          }
        };
    return new CopyIterator<>(written, entry -> map.remove(entry.getKey()));
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean contains(Object entry) {
    return entry instanceof Entry<?, ?> other
        && other.getKey() != null
        && other.getValue() != null
        && other.getValue().equals(map.get(other.getKey()));
  }

  @Override
  public boolean remove(Object entry) {
    return entry instanceof Entry<?, ?> other
        && other.getKey() != null
        && map.remove(other.getKey(), other.getValue());
  }

  @Override
  public boolean removeAll(Collection<?> entries) {
    return removeIf(entries::contains);
  }

  @Override
  public boolean retainAll(Collection<?> entries) {
    return removeIf(entry -> !entries.contains(entry));
  }

  /** Removes the entries of which that is true when they are removed. */
  @Override
  public boolean removeIf(Predicate<? super Entry<K, V>> test) {
    return map.removeIf((key, value) -> test.test(new SimpleEntry<>(key, value)));
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public boolean add(Entry<K, V> entry) {
    throw MapProxy.noPlaceToAdd();
  }
}
