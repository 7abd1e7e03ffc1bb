package io.procpool.contract;

import io.procpool.Pool;
import java.util.concurrent.ExecutorService;

/** Processes keep what an {@link ExecutorService} promises. */
class PoolIsAnExecutorServiceTest extends ExecutorServiceContract {

  @Override
  ExecutorService create(int threads) {
    return Pool.create(threads);
  }
}
