package io.procpool.ipc.proxy;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A managed map's values: goes through a copy; what is removed here is removed from the map. */
final class MapValues<K, V> extends AbstractCollection<V> {

  private final MapProxy<K, V> map;

  MapValues(MapProxy<K, V> map) {
    this.map = map;
  }

  @Override
  public Iterator<V> iterator() {
    Iterator<java.util.Map.Entry<K, V>> entries = map.entrySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public V next() {
        return entries.next().getValue();
      }

      @Override
      public void remove() {
        entries.remove();
      }
    };
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return value != null && map.containsValue(value);
  }

  /** Removes one entry of such a value. */
  @Override
  public boolean remove(@Nullable Object value) {
    for (java.util.Map.Entry<K, V> entry : map.copy().entrySet()) {
      if (entry.getValue().equals(value) && map.remove(entry.getKey(), value)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean removeAll(Collection<?> values) {
    return removeIf(values::contains);
  }

  @Override
  public boolean retainAll(Collection<?> values) {
    return removeIf(value -> !values.contains(value));
  }

  @Override
  public boolean removeIf(Predicate<? super V> test) {
    return map.removeIf((_, value) -> test.test(value));
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public boolean add(V value) {
    throw MapProxy.noPlaceToAdd();
  }
}
