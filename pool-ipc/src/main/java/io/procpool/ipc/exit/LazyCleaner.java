package io.procpool.ipc.exit;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Cleaner} whose thread starts with the first registration, and at a later one if it could
 * not be started. A class initializer may make one: it cannot fail.
 */
public final class LazyCleaner {

  private volatile @Nullable Cleaner cleaner;

  /**
   * Runs the action once the object is unreachable, or as soon as the caller says.
   *
   * @throws OutOfMemoryError if this process may have no further thread
   */
  public Cleaner.Cleanable register(Object object, Runnable action) {
    Cleaner started = cleaner;
    return (started == null ? start() : started).register(object, action);
  }

  private synchronized Cleaner start() {
    Cleaner started = cleaner;
    if (started == null) {
      started = Cleaner.create();
      cleaner = started;
    }
    return started;
  }
}
