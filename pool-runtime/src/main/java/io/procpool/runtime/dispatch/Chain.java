package io.procpool.runtime.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * A list linked through its elements, so that any of them leaves in constant time. An element is in
 * at most one chain at a time.
 */
final class Chain<E extends Chain.Link<E>> {

  /** What an element carries. */
  abstract static class Link<E extends Link<E>> {
    @Nullable Chain<E> chain;
    @Nullable E previous;
    @Nullable E next;
  }

  private @Nullable E first;
  private @Nullable E last;
  private int size;

  @Nullable E first() {
    return first;
  }

  @Nullable E last() {
    return last;
  }

  int size() {
    return size;
  }

  boolean contains(E element) {
    return element.chain == this;
  }

  void addFirst(E element) {
    link(element, null, first);
  }

  void addLast(E element) {
    link(element, last, null);
  }

  private void link(E element, @Nullable E previous, @Nullable E next) {
    if (element.chain != null) {
      throw new IllegalStateException("already in a chain: " + element);
    }
    element.chain = this;
    join(previous, element);
    join(element, next);
    size++;
  }

  /** Takes the element out, if it is in. */
  void remove(E element) {
    if (contains(element)) {
      join(element.previous, element.next);
      element.chain = null;
      element.previous = null;
      element.next = null;
      size--;
    }
  }

  private void join(@Nullable E left, @Nullable E right) {
    if (left == null) {
      first = right;
    } else {
      left.next = right;
    }
    if (right == null) {
      last = left;
    } else {
      right.previous = left;
    }
  }
}
