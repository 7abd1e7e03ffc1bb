package io.procpool.runtime.wrapper;

import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.call.PendingResult;
import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@link FutureTask} and its subclasses, such as what {@link
 * java.util.concurrent.ExecutorCompletionService} hands to its executor. Its callable is replaced
 * by one that waits for the worker.
 *
 * @param callable where it keeps the callable
 * @param state where it keeps what became of it
 * @param cancelled the state of one that was cancelled without interrupt; greater ones are of those
 *     with
 * @param adapter the callable that is made of a Runnable
 * @param task where that keeps the Runnable
 * @param result and its result
 */
record JdkFutureTask(
    Field callable, Field state, int cancelled, Class<?> adapter, Field task, Field result)
    implements Wrapper {

  /**
   * Finds the parts.
   *
   * @throws ReflectiveOperationException if this JDK's has others
   */
  static JdkFutureTask find() throws ReflectiveOperationException {
    Class<?> adapter = Executors.callable(() -> {}).getClass();
    return new JdkFutureTask(
        Fields.of(FutureTask.class, "callable", Callable.class),
        Fields.of(FutureTask.class, "state", int.class),
        Fields.of(FutureTask.class, "CANCELLED", int.class).getInt(null),
        adapter,
        Fields.of(adapter, "task", Runnable.class),
        Fields.of(adapter, "result", Object.class));
  }

  @Override
  public Runnable takeApart(Runnable wrapper, RemoteTasks remote) {
    FutureTask<?> future = (FutureTask<?>) wrapper;
    Object held = Fields.get(callable, future);
    if (held == null) {
      return future; // it was cancelled
    }
    if (!adapter.isInstance(held)) {
      PendingResult<?> pending = remote.prepare(CallKind.CALLABLE, held).enter();
      return waiting(future, pending, () -> RemoteTasks.await(pending));
    }
    Object given = Fields.get(result, held);
    if (Fields.get(task, held) instanceof Runnable inner) {
      Wrapper kind = KnownWrappers.of(inner);
      if (kind != null) {
        Runnable local = kind.takeApart(inner, remote);
        Fields.set(callable, future, once(() -> run(local, given)));
        return future;
      }
      PendingResult<?> pending = remote.prepare(CallKind.RUNNABLE, inner).enter();
      return waiting(
          future,
          pending,
          () -> {
            Object _ = RemoteTasks.await(pending);
            return given;
          });
    }
    throw new IllegalStateException("an adapter of a Runnable has none");
  }

  private static @Nullable Object run(Runnable local, @Nullable Object given) {
    local.run();
    return given;
  }

  private Runnable waiting(
      FutureTask<?> future, PendingResult<?> pending, Callable<@Nullable Object> wait) {
    Fields.set(callable, future, once(wait));
    return () -> {
      Thread watcher =
          Thread.ofVirtual()
              .name("procpool-future-watcher")
              .start(() -> giveUpWithFuture(future, pending));
      try {
        future.run();
      } finally {
        watcher.interrupt();
        boolean _ = pending.cancel(true); // does nothing unless it was not asked for
      }
    };
  }

  private static Callable<@Nullable Object> once(Callable<@Nullable Object> wait) {
    AtomicBoolean called = new AtomicBoolean();
    return () -> {
      if (called.getAndSet(true)) {
        throw new IllegalStateException(
            "it has run once, by a procpool Pool: a FutureTask that runs again, by runAndReset,"
                + " needs threads. Use Pool.scheduled()");
      }
      return wait.call();
    };
  }

  /** Cancels the task in the worker if the future is cancelled, and as that is. */
  private void giveUpWithFuture(FutureTask<?> future, PendingResult<?> pending) {
    try {
      Object _ = future.get();
    } catch (CancellationException e) {
      Object now = Fields.get(state, future);
      boolean _ = pending.cancel(now instanceof Integer reached && reached > cancelled);
    } catch (ExecutionException | InterruptedException e) {
      // It has ended, or its run has.
    }
  }
}
