package io.procpool.spi;

import io.procpool.Pool;
import io.procpool.PoolOptions;

/** Opens pools; found by {@link java.util.ServiceLoader}. */
public interface PoolProvider {

  /**
   * Opens a pool.
   *
   * @throws io.procpool.WorkerStartException if no worker could be started
   */
  Pool open(PoolOptions options);
}
