package io.procpool.runtime.wrapper;

import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.call.CallContext;
import io.procpool.runtime.call.Calls;
import io.procpool.runtime.call.PendingResult;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A pool as its wrappers use it. Any thread may call. */
public final class RemoteTasks {

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private final CallContext pool;
  private final Calls calls;

  /** Tasks of this pool. */
  public RemoteTasks(CallContext pool, Calls calls) {
    this.pool = pool;
    this.calls = calls;
  }

  /**
   * Runs a wrapper. A pool that is shut down meanwhile takes what the wrapper still has for it, and
   * terminates after that.
   *
   * @param whenEnded runs after it; never if this throws
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws io.procpool.NotSendableException if the wrapper's function cannot be sent
   */
  public void execute(Wrapper kind, Runnable wrapper, @Nullable Runnable whenEnded) {
    pool.beginProducing();
    Runnable local;
    try {
      local = kind.takeApart(wrapper, this);
    } catch (RuntimeException | Error e) {
      pool.endProducing();
      throw e;
    }
    pool.callbacks().execute(() -> run(local, whenEnded));
  }

  private void run(Runnable local, @Nullable Runnable whenEnded) {
    try {
      local.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a task's wrapper threw", e);
    } finally {
      pool.endProducing();
      if (whenEnded != null) {
        whenEnded.run();
      }
    }
  }

  /**
   * Starts a function that takes no argument.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws io.procpool.NotSendableException if it cannot be sent
   */
  PendingResult<?> start(CallKind kind, Object function) {
    return calls.one(kind, function, null, false);
  }

  /** As {@link #start}, for a further function of a wrapper that was accepted. */
  PendingResult<?> startAccepted(CallKind kind, Object function, @Nullable Object argument) {
    return calls.oneAccepted(kind, function, argument);
  }

  /**
   * Waits for a result as if the function had run in this thread.
   *
   * @throws InterruptedException if this thread is interrupted; the function is interrupted too
   * @throws Exception what the function threw
   */
  static @Nullable Object await(PendingResult<?> result) throws Exception {
    try {
      return result.get();
    } catch (InterruptedException e) {
      boolean _ = result.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }
}
