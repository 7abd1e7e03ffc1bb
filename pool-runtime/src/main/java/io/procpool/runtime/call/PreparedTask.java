package io.procpool.runtime.call;

import org.jspecify.annotations.Nullable;

/**
 * A task that was pickled and can be started any number of times: each time a worker gets a copy of
 * what it was then.
 */
public interface PreparedTask<R extends @Nullable Object> {

  /**
   * Starts it, as accepted work. The caller is between {@link CallContext#beginProducing} and
   * {@link CallContext#endProducing}.
   */
  PendingResult<R> start();
}
