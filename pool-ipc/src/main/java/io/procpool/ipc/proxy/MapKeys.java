package io.procpool.ipc.proxy;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Predicate;

/** A managed map's keys: goes through a copy; what is removed here is removed from the map. */
final class MapKeys<K, V> extends AbstractSet<K> {

  private final MapProxy<K, V> map;

  MapKeys(MapProxy<K, V> map) {
    this.map = map;
  }

  @Override
  public Iterator<K> iterator() {
    return new CopyIterator<>(map.copy().keySet().iterator(), map::remove);
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean contains(Object key) {
    return map.containsKey(key);
  }

  @Override
  public boolean containsAll(Collection<?> keys) {
    return map.copy().keySet().containsAll(keys);
  }

  @Override
  public boolean remove(Object key) {
    return map.remove(key) != null;
  }

  @Override
  public boolean removeAll(Collection<?> keys) {
    return removeIf(keys::contains);
  }

  @Override
  public boolean retainAll(Collection<?> keys) {
    return removeIf(key -> !keys.contains(key));
  }

  @Override
  public boolean removeIf(Predicate<? super K> test) {
    return map.removeIf((key, _) -> test.test(key));
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public boolean add(K key) {
    throw MapProxy.noPlaceToAdd();
  }
}
