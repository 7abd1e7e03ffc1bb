package io.procpool.ipc.exit;

import java.util.Set;

/**
 * Whether this process was asked to end by a signal. Java does not tell a shutdown hook; but the
 * JVM answers each signal in a thread of its own, called after the signal, which waits for the
 * hooks. A second signal that comes while they run is seen likewise.
 */
public final class ExitSignal {

  private static final Set<String> HANDLERS =
      Set.of("SIGTERM handler", "SIGINT handler", "SIGHUP handler");

  private ExitSignal() {}

  /** Whether such a thread is there now. */
  public static boolean hasArrived() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 16];
    int count = root.enumerate(threads, true);
    for (int i = 0; i < count; i++) {
      if (HANDLERS.contains(threads[i].getName())) {
        return true;
      }
    }
    return false;
  }
}
