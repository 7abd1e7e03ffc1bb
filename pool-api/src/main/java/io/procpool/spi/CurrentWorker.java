package io.procpool.spi;

import io.procpool.Worker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which worker this process is; set once, by {@code pool-worker}, before any user code runs. */
public final class CurrentWorker {

  private static volatile @Nullable Worker worker;
  private static volatile Runnable lingers = () -> {};

  private CurrentWorker() {}

  /** The worker this process is. */
  public static Optional<Worker> get() {
    return Optional.ofNullable(worker);
  }

  /**
   * Says which worker this process is.
   *
   * @param whenLingering told to the pool, see {@link #lingers}
   */
  public static void set(Worker current, Runnable whenLingering) {
    worker = current;
    lingers = whenLingering;
  }

  /**
   * Says that this process has done all and waits for its children as it exits: its pool does not
   * wait for it with a limit. Does nothing in a process that is no worker.
   */
  public static void lingers() {
    lingers.run();
  }
}
