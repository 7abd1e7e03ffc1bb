package io.procpool;

import io.procpool.spi.CurrentWorker;
import java.util.Optional;

/**
 * What a running task may ask about the worker it runs in.
 *
 * @param id the worker's number in its pool; never used twice
 * @param poolName the name of its pool
 */
public record Worker(int id, String poolName) {

  /** The worker that this process is; empty in a process that no pool started. */
  public static Optional<Worker> current() {
    return CurrentWorker.get();
  }
}
