package io.procpool.ipc.proxy;

import io.procpool.ipc.proxy.Methods.List;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.ListIterator;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A managed list, or an array: a list of a fixed length. */
@SuppressWarnings("NullAway") // elements may be null
final class ListProxy<E> extends AbstractList<E> implements ManagedProxy {

  private final ObjectReference reference;

  ListProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public ObjectReference reference() {
    return reference;
  }

  @Override
  public E get(int index) {
    return Answers.as(reference.call(List.GET, index));
  }

  @Override
  public E set(int index, E element) {
    return Answers.as(reference.call(List.SET, index, element));
  }

  @Override
  public boolean add(E element) {
    return Answers.truth(reference.call(List.ADD, element));
  }

  @Override
  public void add(int index, E element) {
    reference.call(List.ADD_AT, index, element);
  }

  @Override
  public E remove(int index) {
    return Answers.as(reference.call(List.REMOVE_AT, index));
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return Answers.truth(reference.call(List.REMOVE, element));
  }

  @Override
  public int size() {
    return Answers.number(reference.call(List.SIZE));
  }

  @Override
  public void clear() {
    reference.call(List.CLEAR);
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return indexOf(element) >= 0;
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    return copy().containsAll(elements);
  }

  @Override
  public int indexOf(@Nullable Object element) {
    return Answers.number(reference.call(List.INDEX_OF, element));
  }

  @Override
  public int lastIndexOf(@Nullable Object element) {
    return Answers.number(reference.call(List.LAST_INDEX_OF, element));
  }

  @Override
  public boolean addAll(Collection<? extends E> more) {
    return Answers.truth(reference.call(List.ADD_ALL, new ArrayList<>(more)));
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> more) {
    return Answers.truth(reference.call(List.ADD_ALL_AT, index, new ArrayList<>(more)));
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    return Answers.truth(reference.call(List.REMOVE_ALL, new ArrayList<>(elements)));
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    return Answers.truth(reference.call(List.RETAIN_ALL, new ArrayList<>(elements)));
  }

  /** Sorts in the manager; a comparator must be sendable. */
  @Override
  public void sort(@Nullable Comparator<? super E> order) {
    reference.call(List.SORT, order);
  }

  /** Tests a copy, and removes what has passed in one step; again if elements have moved. */
  @Override
  public boolean removeIf(Predicate<? super E> test) {
    while (true) {
      java.util.List<Object> stamped = stamped();
      java.util.List<E> elements = Answers.as(stamped.get(1));
      int[] places =
          IntStream.range(0, elements.size()).filter(i -> test.test(elements.get(i))).toArray();
      if (places.length == 0) {
        return false;
      }
      if (removePlaces(Answers.as(stamped.get(0)), places) != null) {
        return true;
      }
    }
  }

  @Override
  public void replaceAll(UnaryOperator<E> change) {
    throw unsupported("replaceAll", "set, or a list of a type of your own (withType)");
  }

  @Override
  public Iterator<E> iterator() {
    return view().iterator();
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return view().listIterator(index);
  }

  @Override
  public Spliterator<E> spliterator() {
    return copy().spliterator();
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    copy().forEach(action);
  }

  @Override
  public java.util.List<E> subList(int from, int to) {
    return view().subList(from, to);
  }

  @Override
  public Object[] toArray() {
    return copy().toArray();
  }

  @Override
  public <T> T[] toArray(T[] into) {
    return copy().toArray(into);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof ListProxy<?> proxy && reference.sameAs(proxy.reference))
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

  private java.util.List<E> copy() {
    return Answers.as(reference.call(List.COPY));
  }

  private java.util.List<E> view() {
    java.util.List<Object> stamped = stamped();
    return new ListCopy<>(this, Answers.as(stamped.get(0)), Answers.as(stamped.get(1)));
  }

  private java.util.List<Object> stamped() {
    return Answers.as(reference.call(List.COPY_STAMPED));
  }

  /** Removes elements by their places of a version; the next version, or null if it is past. */
  @Nullable Long removePlaces(long version, int[] places) {
    return Answers.as(reference.call(List.REMOVE_PLACES, version, places));
  }

  /** Inserts at a place of a version; the next version, or null if it is past. */
  @Nullable Long insert(long version, int place, E element) {
    return Answers.as(reference.call(List.INSERT, version, place, element));
  }

  private static UnsupportedOperationException unsupported(String method, String instead) {
    return new UnsupportedOperationException(
        method + " of a managed list would be many calls and not one step: use " + instead);
  }
}
