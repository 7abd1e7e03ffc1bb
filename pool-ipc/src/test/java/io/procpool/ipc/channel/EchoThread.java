package io.procpool.ipc.channel;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The echo as a thread of the test. */
final class EchoThread {

  private EchoThread() {}

  /** Waits for its end; that its channel was closed or broken under it is right. */
  static void join(Future<?> echo) throws Exception {
    try {
      echo.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException ended) {
      if (!(ended.getCause() instanceof IOException)) {
        throw ended;
      }
    }
  }
}
