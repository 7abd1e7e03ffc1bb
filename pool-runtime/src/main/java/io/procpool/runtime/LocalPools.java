package io.procpool.runtime;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.spi.PoolProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens pools whose workers are processes of this machine. */
public final class LocalPools implements PoolProvider {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** For {@link java.util.ServiceLoader}. */
  public LocalPools() {}

  @Override
  public Pool open(PoolOptions options) {
    String name = options.name().orElseGet(() -> "pool-" + NUMBERS.incrementAndGet());
    return LocalPool.open(name, options);
  }
}
