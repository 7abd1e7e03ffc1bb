package io.procpool.runtime.worker;

import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Which functions a worker has been sent and keeps, so that chunks may name them: at most {@value
 * #MOST}, whatever number of calls is open. The dispatcher's.
 */
final class KnownFunctions {

  static final int MOST = 16;

  private final LinkedHashSet<Long> ids = new LinkedHashSet<>(4); // the one used last is the last

  /** The function is used: whether it must be sent, and is known from now on. */
  boolean use(long id) {
    boolean isNew = !ids.remove(id);
    ids.add(id);
    return isNew;
  }

  /** Takes out the one that was used longest ago, if there are too many; null if not. */
  @Nullable Long surplus() {
    return ids.size() > MOST ? ids.removeFirst() : null;
  }

  /** The function is needed no more; whether it was known. */
  boolean forget(long id) {
    return ids.remove(id);
  }
}
