package io.procpool.runtime;

import io.procpool.Pool;
import io.procpool.PoolOptions;
import io.procpool.runtime.process.Nesting;
import io.procpool.runtime.process.RunTimeImage;
import io.procpool.spi.PoolProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens pools whose workers are processes of this machine. */
public final class LocalPools implements PoolProvider {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** For {@link java.util.ServiceLoader}. */
  public LocalPools() {}

  @Override
  public Pool open(PoolOptions options) {
    RunTimeImage.require();
    String name = options.name().orElseGet(() -> "pool-" + NUMBERS.incrementAndGet());
    if (Nesting.isInChildsInitializer()) {
      return LocalPool.openDormant(name, options);
    }
    Nesting.requireDepth("pool " + name, options.maxNesting());
    return LocalPool.open(name, options);
  }
}
