package io.procpool.ipc.proxy;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.proxy.Methods.Map;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A managed map. What runs functions (compute, merge) runs them here, and again while others change
 * the entry meanwhile. Whether they did is told by the value's stamp, since a value that was
 * pickled need not equal itself.
 */
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
  public V computeIfAbsent(K key, Function<? super K, ? extends V> make) {
    V present = get(key);
    V made = present == null ? make.apply(key) : null;
    if (made == null) {
      return present;
    }
    V earlier = putIfAbsent(key, made);
    return earlier == null ? made : earlier;
  }

  @Override
  public V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> change) {
    requireNonNull(change, "change");
    return compute(key, (k, old) -> old == null ? null : change.apply(k, old));
  }

  @Override
  public V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> join) {
    requireNonNull(value, "value");
    requireNonNull(join, "join");
    return compute(key, (_, old) -> old == null ? value : join.apply(old, value));
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> change) {
    for (K key : copy().keySet()) {
      computeIfPresent(key, (k, old) -> requireNonNull(change.apply(k, old), "new value"));
    }
  }

  @Override
  public V compute(K key, BiFunction<? super K, ? super V, ? extends V> change) {
    requireNonNull(change, "change");
    while (true) {
      java.util.List<Object> stamped =
          Answers.as(reference.call(Map.GET_STAMPED, requireNonNull(key, "key")));
      V value = change.apply(key, stamped == null ? null : Answers.as(stamped.get(0)));
      boolean done =
          stamped == null
              ? value == null || putIfAbsent(key, value) == null
              : exchange(key, stamped.get(1), value);
      if (done) {
        return value;
      }
    }
  }

  private boolean exchange(K key, Object stamp, @Nullable V value) {
    return Answers.truth(
        value == null
            ? reference.call(Map.REMOVE_STAMPED, key, stamp)
            : reference.call(Map.REPLACE_STAMPED, key, stamp, value));
  }

  @Override
  public Set<K> keySet() {
    return new MapKeys<>(this);
  }

  @Override
  public Collection<V> values() {
    return new MapValues<>(this);
  }

  @Override
  public Set<java.util.Map.Entry<K, V>> entrySet() {
    return new MapEntries<>(this);
  }

  /** Removes the entries that pass, each if it still does when it is removed. */
  boolean removeIf(BiPredicate<? super K, ? super V> test) {
    requireNonNull(test, "test");
    boolean[] removed = new boolean[1];
    copy()
        .forEach((key, value) -> {
          if (test.test(key, value)) {
            removed[0] |= removeWhile(key, test);
          }
        });
    return removed[0];
  }

  private boolean removeWhile(K key, BiPredicate<? super K, ? super V> test) {
    while (true) {
      java.util.List<Object> stamped = Answers.as(reference.call(Map.GET_STAMPED, key));
      if (stamped == null || !test.test(key, Answers.as(stamped.get(0)))) {
        return false;
      }
      if (exchange(key, stamped.get(1), null)) {
        return true;
      }
    }
  }

  static UnsupportedOperationException noPlaceToAdd() {
    return new UnsupportedOperationException(
        "a view of a map has no place for something new: use put of the map itself");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof MapProxy<?, ?> proxy && reference.sameAs(proxy.reference))
        || reference.askOr(false, () -> copy().equals(other));
  }

  @Override
  public int hashCode() {
    return reference.askOr(reference.hash(), () -> copy().hashCode());
  }

  @Override
  public String toString() {
    return reference.askOr(reference.toString(), () -> copy().toString());
  }

  /** What the map holds now. */
  java.util.Map<K, V> copy() {
    return Answers.as(reference.call(Map.COPY));
  }
}
