package io.procpool.contract;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the contract's tests ask for is what the JDK's own threads do. */
class ThreadsAreAnExecutorServiceTest extends ExecutorServiceContract {

  @Override
  ExecutorService create(int threads) {
    return Executors.newFixedThreadPool(threads);
  }
}
