package io.procpool.ipc.proxy;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A managed list as it was once, for iterators and views. What sets an element sets it in the list,
 * too, so that {@code Collections.shuffle} and its kin work; what would move elements is refused,
 * since others may have moved them meanwhile.
 */
@SuppressWarnings("NullAway") // elements may be null
final class ListCopy<E> extends AbstractList<E> implements RandomAccess {

  private final ListProxy<E> list;
  private final List<E> elements;

  /**
   * A copy of a list.
   *
   * @param elements what the list holds; owned by this copy from here on
   */
  ListCopy(ListProxy<E> list, List<E> elements) {
    this.list = list;
    this.elements = elements;
  }

  @Override
  public E get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public E set(int index, E element) {
    elements.set(index, element);
    return list.set(index, element);
  }

  @Override
  public void add(int index, E element) {
    throw refused("add", "add of the list itself");
  }

  @Override
  public E remove(int index) {
    throw refused("remove", "remove or removeAll of the list itself");
  }

  @Override
  protected void removeRange(int from, int to) {
    throw refused("clear", "removeAll or clear of the list itself");
  }

  @Override
  public boolean remove(@Nullable Object element) {
    throw refused("remove", "remove of the list itself");
  }

  @Override
  public boolean removeAll(Collection<?> more) {
    throw refused("removeAll", "removeAll of the list itself");
  }

  @Override
  public boolean retainAll(Collection<?> more) {
    throw refused("retainAll", "retainAll of the list itself");
  }

  @Override
  public boolean removeIf(Predicate<? super E> test) {
    throw refused("removeIf", "removeAll of the list itself");
  }

  private static UnsupportedOperationException refused(String method, String instead) {
    return new UnsupportedOperationException(
        method
            + " by an iterator or view of a managed list works on a copy, whose places may be"
            + " others' by now: use "
            + instead);
  }
}
