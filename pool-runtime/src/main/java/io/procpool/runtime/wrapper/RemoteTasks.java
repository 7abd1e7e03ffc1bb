package io.procpool.runtime.wrapper;

import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.call.CallContext;
import io.procpool.runtime.call.Calls;
import io.procpool.runtime.call.PendingResult;
import io.procpool.runtime.call.PreparedTask;
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
   * Pickles a function that takes no argument.
   *
   * @throws io.procpool.NotSendableException if it cannot be sent
   */
  public <R extends @Nullable Object> PreparedTask<R> prepare(CallKind kind, Object function) {
    HandedTasks.check(function);
    return calls.prepare(kind, PrivilegedCallables.unwrapped(function), function);
  }

  /** As the other, for a function of this kind. */
  PreparedTask<?> prepare(FunctionKind kind, Object function) {
    HandedTasks.check(function);
    return calls.prepare(kind.callKind(), kind.sendable(function), function);
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
      throw Thrown.cause(e);
    }
  }
}
