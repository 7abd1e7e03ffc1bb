package io.procpool.ipc.proxy;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.proxy.Methods.Map;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A managed map. What runs functions (compute, merge) runs them here, by compare-and-set. */
@SuppressWarnings("NullAway") // answers of get and put are null where there is nothing
final class MapProxy<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V>, ManagedProxy {

  private final ObjectReference reference;

  MapProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public ObjectReference reference() {
    return reference;
  }

  @Override
  public V get(Object key) {
    return Answers.as(reference.call(Map.GET, requireNonNull(key, "key")));
  }

  @Override
  public V put(K key, V value) {
    return Answers.as(
        reference.call(Map.PUT, requireNonNull(key, "key"), requireNonNull(value, "value")));
  }

  @Override
  public V remove(Object key) {
    return Answers.as(reference.call(Map.REMOVE, requireNonNull(key, "key")));
  }

  @Override
  public V putIfAbsent(K key, V value) {
    return Answers.as(
        reference.call(
            Map.PUT_IF_ABSENT, requireNonNull(key, "key"), requireNonNull(value, "value")));
  }

  @Override
  public V replace(K key, V value) {
    return Answers.as(reference.call(Map.REPLACE, key, requireNonNull(value, "value")));
  }

  @Override
  public boolean replace(K key, V expected, V value) {
    return Answers.truth(reference.call(Map.REPLACE_IF, key, expected, value));
  }

  @Override
  public boolean remove(Object key, @Nullable Object expected) {
    return expected != null && Answers.truth(reference.call(Map.REMOVE_IF, key, expected));
  }

  @Override
  public boolean containsKey(Object key) {
    return Answers.truth(reference.call(Map.CONTAINS_KEY, requireNonNull(key, "key")));
  }

  @Override
  public boolean containsValue(Object value) {
    return Answers.truth(reference.call(Map.CONTAINS_VALUE, requireNonNull(value, "value")));
  }

  @Override
  public int size() {
    return Answers.number(reference.call(Map.SIZE));
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public void clear() {
    reference.call(Map.CLEAR);
  }

  @Override
  public void putAll(java.util.Map<? extends K, ? extends V> more) {
    reference.call(Map.PUT_ALL, new HashMap<>(more));
  }

  @Override
  public Set<K> keySet() {
    return Collections.unmodifiableSet(copy().keySet());
  }

  @Override
  public Collection<V> values() {
    return List.copyOf(copy().values());
  }

  @Override
  public Set<java.util.Map.Entry<K, V>> entrySet() {
    return Collections.unmodifiableMap(copy()).entrySet();
  }

  /** What the map holds now. */
  java.util.Map<K, V> copy() {
    return Answers.as(reference.call(Map.COPY));
  }
}
