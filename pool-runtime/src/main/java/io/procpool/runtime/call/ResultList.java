package io.procpool.runtime.call;

import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The results of a {@code map}: unmodifiable once it is filled. It keeps them in pages and not in
 * one array: G1 puts an array of half a region among its old objects, where it keeps alive what it
 * holds after its own death, until the whole heap is marked. A service that maps a million numbers
 * again and again would have every result of every call copied.
 */
final class ResultList<R extends @Nullable Object> extends AbstractList<R>
    implements RandomAccess, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private static final int PAGE_BITS = 13;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int IN_PAGE = PAGE_SIZE - 1;

  private final int size;
  private final transient @Nullable Object[][] pages; // see writeReplace

  ResultList(int size) {
    this.size = size;
    pages = new @Nullable Object[(size + IN_PAGE) >> PAGE_BITS][];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = new @Nullable Object[Math.min(PAGE_SIZE, size - (page << PAGE_BITS))];
    }
  }

  /** While it is filled, by one thread: sets a result. */
  void fill(int index, @Nullable Object result) {
    pages[index >> PAGE_BITS][index & IN_PAGE] = result;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // R is what the caller's function returns
  public R get(int index) {
    Objects.checkIndex(index, size);
    return (R) pages[index >> PAGE_BITS][index & IN_PAGE];
  }

  @Override
  public int size() {
    return size;
  }

  /** Others need not know this class. */
  @Serial
  private Object writeReplace() {
    return Collections.unmodifiableList(new ArrayList<>(this));
  }
}
