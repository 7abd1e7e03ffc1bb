package io.procpool.runtime.manager;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.pickle.SealedValue;
import io.procpool.ipc.proxy.ManagedKind;
import io.procpool.ipc.proxy.Methods;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list, or an array: a list of a fixed length. Each call is one step. */
final class ServedList implements Served {

  private static final Methods.List[] METHODS = Methods.List.values();

  /** What may move elements; {@code REMOVE_PLACES} and {@code INSERT} count for themselves. */
  private static final Set<Methods.List> MOVES =
      EnumSet.of(
          Methods.List.ADD,
          Methods.List.ADD_AT,
          Methods.List.REMOVE_AT,
          Methods.List.REMOVE,
          Methods.List.CLEAR,
          Methods.List.ADD_ALL,
          Methods.List.ADD_ALL_AT,
          Methods.List.REMOVE_ALL,
          Methods.List.RETAIN_ALL,
          Methods.List.SORT);

  private final ManagedKind kind;
  private final List<@Nullable Object> list; // guarded by this
  private long version; // another one when elements may have moved; guarded by this

  private ServedList(ManagedKind kind, List<@Nullable Object> list) {
    this.kind = kind;
    this.list = list;
  }

  static ServedList empty() {
    return new ServedList(ManagedKind.LIST, new ArrayList<>());
  }

  static ServedList array(Collection<?> elements) {
    return new ServedList(ManagedKind.ARRAY, Arrays.asList(elements.toArray()));
  }

  @Override
  public ManagedKind kind() {
    return kind;
  }

  @Override
  public @Nullable Object call(int method, Arguments a, Caller caller, Waiter waiter) {
    Methods.List called = METHODS[method];
    if (called == Methods.List.SORT && !waiter.isThread()) {
      return WAITS; // a user's comparator
    }
    try {
      return call(called, a);
    } catch (UnsupportedOperationException fixed) {
      throw new UnsupportedOperationException(
          "a managed array has a fixed length: use manager.list() for one that grows", fixed);
    }
  }

  private synchronized @Nullable Object call(Methods.List method, Arguments a) {
    if (MOVES.contains(method)) {
      version++;
    }
    return switch (method) {
      case GET -> list.get(a.number(0));
      case SET -> list.set(a.number(0), a.any(1));
      case ADD -> list.add(a.any(0));
      case REMOVE_AT -> list.remove(a.number(0));
      case REMOVE -> list.remove(a.any(0));
      case SIZE -> list.size();
      case INDEX_OF -> list.indexOf(a.any(0));
      case LAST_INDEX_OF -> list.lastIndexOf(a.any(0));
      case ADD_ALL -> list.addAll(a.elements(0));
      case ADD_ALL_AT -> list.addAll(a.number(0), a.elements(1));
      case REMOVE_ALL -> list.removeAll(a.elements(0));
      case RETAIN_ALL -> list.retainAll(a.elements(0));
      case COPY -> new ArrayList<>(list);
      case COPY_STAMPED -> new ArrayList<>(List.of(version, new ArrayList<>(list)));
      case REMOVE_PLACES -> removePlaces(a.nanos(0), requireNonNull(a.used(1, int[].class)));
      case INSERT -> insert(a.nanos(0), a.number(1), a.any(2));
      case ADD_AT -> {
        list.add(a.number(0), a.any(1));
        yield null;
      }
      case CLEAR -> {
        list.clear();
        yield null;
      }
      case SORT -> {
        sort(a.used(0, Comparator.class));
        yield null;
      }
    };
  }

  private @Nullable Long removePlaces(long expected, int[] places) {
    if (expected != version) {
      return null;
    }
    BitSet removed = new BitSet();
    for (int place : places) {
      removed.set(Objects.checkIndex(place, list.size()));
    }
    List<@Nullable Object> kept = new ArrayList<>(list.size());
    for (int i = removed.nextClearBit(0); i < list.size(); i = removed.nextClearBit(i + 1)) {
      kept.add(list.get(i));
    }
    list.clear(); // where that cannot be, nothing is changed
    list.addAll(kept);
    return ++version;
  }

  private @Nullable Long insert(long expected, int place, @Nullable Object element) {
    if (expected != version) {
      return null;
    }
    list.add(place, element);
    return ++version;
  }

  @SuppressWarnings("unchecked")
  private void sort(@Nullable Comparator<?> order) {
    SealedValue.requireOpen(list);
    list.sort((Comparator<@Nullable Object>) order);
  }
}
