package io.procpool.ipc.proxy;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.proxy.Methods.Set;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.function.Predicate;

/** A managed set. */
final class SetProxy<E> extends AbstractSet<E> implements ManagedProxy {

  private final ObjectReference reference;

  SetProxy(ObjectReference reference) {
    this.reference = reference;
  }

  @Override
  public ObjectReference reference() {
    return reference;
  }

  @Override
  public boolean add(E element) {
    return Answers.truth(reference.call(Set.ADD, requireNonNull(element, "element")));
  }

  @Override
  public boolean remove(Object element) {
    return Answers.truth(reference.call(Set.REMOVE, requireNonNull(element, "element")));
  }

  @Override
  public boolean contains(Object element) {
    return Answers.truth(reference.call(Set.CONTAINS, requireNonNull(element, "element")));
  }

  @Override
  public int size() {
    return Answers.number(reference.call(Set.SIZE));
  }

  @Override
  public void clear() {
    reference.call(Set.CLEAR);
  }

  @Override
  public boolean addAll(Collection<? extends E> more) {
    return Answers.truth(reference.call(Set.ADD_ALL, new ArrayList<>(more)));
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    return Answers.truth(reference.call(Set.REMOVE_ALL, new ArrayList<>(elements)));
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    return Answers.truth(reference.call(Set.RETAIN_ALL, new ArrayList<>(elements)));
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    return copy().containsAll(elements);
  }

  /** Tests a copy, and removes what has passed in one step. */
  @Override
  public boolean removeIf(Predicate<? super E> test) {
    java.util.List<E> removed = copy().stream().filter(test).toList();
    return !removed.isEmpty() && removeAll(removed);
  }

  @Override
  public Iterator<E> iterator() {
    return new CopyIterator<>(copy().iterator(), this::remove);
  }

  @Override
  public Spliterator<E> spliterator() {
    return copy().spliterator();
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
  public boolean equals(Object other) {
    return other == this
        || (other instanceof SetProxy<?> proxy && reference.sameAs(proxy.reference))
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

  private java.util.Set<E> copy() {
    java.util.Set<E> elements = Answers.as(reference.call(Set.COPY));
    return Collections.unmodifiableSet(elements);
  }
}
