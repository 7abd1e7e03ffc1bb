package io.procpool.runtime.process;

import java.util.HashSet;
import java.util.Set;

/**
 * The pools that AOT caches are made for. When the last has ended, so do the threads that make
 * them: a container that unloads an application must not find one. Any thread may call.
 */
public final class AotUsers {

  private static final Set<Thread> MAKERS = new HashSet<>(); // guarded by the class, as is users
  private static int users;

  private AotUsers() {}

  /** A pool has opened. */
  public static synchronized void enter() {
    users++;
  }

  /** A pool has ended. */
  public static synchronized void leave() {
    users--;
    if (users == 0) {
      MAKERS.forEach(Thread::interrupt);
    }
  }

  static synchronized void started(Thread maker) {
    MAKERS.add(maker);
  }

  static synchronized void ended(Thread maker) {
    MAKERS.remove(maker);
  }
}
