package io.procpool.runtime;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The threads that keep this JVM alive. */
final class ProgramThreads {

  /** What the main thread becomes when its method has returned, until all others have ended. */
  private static final String AWAITS_OTHERS = "DestroyJavaVM";

  private ProgramThreads() {}

  /** One that is none of these, or null. */
  static @Nullable Thread anyBut(Set<Thread> known) {
    return all()
        .filter(thread -> !thread.isDaemon() && !thread.getName().equals(AWAITS_OTHERS))
        .filter(thread -> !known.contains(thread))
        .findAny()
        .orElse(null);
  }

  private static Stream<Thread> all() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 16];
    return Arrays.stream(threads, 0, root.enumerate(threads, true));
  }
}
