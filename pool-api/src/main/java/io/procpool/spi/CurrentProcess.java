package io.procpool.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which child process this is; set once, in a process that procpool started, before any user code
 * runs.
 *
 * @param name its name
 * @param daemon whether it ends with its parent
 * @param main the thread that runs its action or tasks
 */
public record CurrentProcess(String name, boolean daemon, Thread main) {

  private static volatile @Nullable CurrentProcess current;

  /** The process this is; empty in one that procpool did not start. */
  public static Optional<CurrentProcess> get() {
    return Optional.ofNullable(current);
  }

  /** Says which process this is. */
  public static void set(CurrentProcess process) {
    current = process;
  }
}
