package io.procpool.spi;

import io.procpool.Worker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which worker this process is; set once, by {@code pool-worker}, before any user code runs. */
public final class CurrentWorker {

  private static volatile @Nullable Worker worker;

  private CurrentWorker() {}

  /** The worker this process is. */
  public static Optional<Worker> get() {
    return Optional.ofNullable(worker);
  }

  /** Says which worker this process is. */
  public static void set(Worker current) {
    worker = current;
  }
}
