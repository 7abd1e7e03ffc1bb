package io.procpool.runtime.manager;

import io.procpool.ipc.proxy.ManagedKind;
import org.jspecify.annotations.Nullable;

/** A managed object as its server calls it. Thread-safe. */
interface Served {

  /** The answer of a call that would have had to wait. */
  Object WAITS = new Object();

  /** What it is. */
  ManagedKind kind();

  /** The interface of a user's object; else null. */
  default @Nullable Class<?> type() {
    return null;
  }

  /**
   * Runs a method.
   *
   * @param waiter how it waits
   * @return what it comes to; {@link #WAITS}, having done nothing, where it waits without this
   *     thread, or takes one that may wait
   * @throws InterruptedException if interrupted while waiting, having done nothing
   * @throws Throwable what the object throws
   */
  @Nullable Object call(int method, Arguments arguments, Caller caller, Waiter waiter)
      throws Throwable;

  /** A session has proxies of it from now on. */
  default void heldBy(SessionLife session) {}

  /** Undoes {@link #heldBy}. */
  default void releasedBy(SessionLife session) {}

  /** Gives up what the callers of a session hold. It {@linkplain SessionLife has ended}. */
  default void sessionEnded(SessionLife session) {}
}
