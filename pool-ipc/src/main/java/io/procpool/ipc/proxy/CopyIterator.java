package io.procpool.ipc.proxy;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through a copy of a managed object; what it removes is removed from the object. */
final class CopyIterator<E> implements Iterator<E> {

  private final Iterator<E> copy;
  private final Consumer<E> remove;
  private @Nullable E last;

  CopyIterator(Iterator<E> copy, Consumer<E> remove) {
    this.copy = copy;
    this.remove = remove;
  }

  @Override
  public boolean hasNext() {
    return copy.hasNext();
  }

  /**
   * The next element of the copy.
   *
   * @throws NoSuchElementException if there is none
   */
  @Override
  public E next() {
    E next = copy.next();
    last = next;
    return next;
  }

  @Override
  public void remove() {
    E removed = last;
    if (removed == null) {
      throw new IllegalStateException("no element to remove: next() comes first");
    }
    last = null;
    remove.accept(removed);
  }
}
