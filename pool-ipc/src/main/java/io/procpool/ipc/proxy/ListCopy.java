package io.procpool.ipc.proxy;

import java.util.AbstractList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A managed list as it was once, for iterators and views. What is set here is set in the list, so
 * that {@code Collections.shuffle} and its kin work, and what is added or removed is so in the
 * list, too, unless elements have moved there meanwhile.
 */
@SuppressWarnings("NullAway") // elements may be null
final class ListCopy<E> extends AbstractList<E> implements RandomAccess {

  private final ListProxy<E> list;
  private final List<E> elements;
  private long version;

  /**
   * A copy of a list.
   *
   * @param version of the list that was copied
   * @param elements what the list holds; owned by this copy from here on
   */
  ListCopy(ListProxy<E> list, long version, List<E> elements) {
    this.list = list;
    this.version = version;
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
    version = required(list.insert(version, index, element));
    elements.add(index, element);
    modCount++;
  }

  @Override
  public E remove(int index) {
    E removed = elements.get(index);
    removeRange(index, index + 1);
    return removed;
  }

  @Override
  protected void removeRange(int from, int to) {
    version = required(list.removePlaces(version, IntStream.range(from, to).toArray()));
    elements.subList(from, to).clear();
    modCount++;
  }

  private static long required(@Nullable Long version) {
    if (version == null) {
      throw new ConcurrentModificationException(
          "elements of a managed list have moved since this iterator or view was made, so its places are others' by now:"
              + " make a new one, or use removeIf, removeAll or add of the list itself");
    }
    return version;
  }
}
