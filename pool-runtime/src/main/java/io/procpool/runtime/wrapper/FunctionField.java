package io.procpool.runtime.wrapper;

import io.procpool.runtime.call.PendingResult;
import io.procpool.runtime.call.PreparedTask;
import java.lang.reflect.Field;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper that keeps the user's function in a field until it runs, such as the stages of {@link
 * CompletableFuture} and Guava's {@code Futures.transform}.
 *
 * @param field where it keeps the function
 * @param kind the function's kind
 * @param future where it keeps the future that it completes, whose end makes the function needless;
 *     null if nobody can end it before
 */
record FunctionField(Field field, FunctionKind kind, @Nullable Field future) implements Wrapper {

  @Override
  public Runnable takeApart(Runnable wrapper, RemoteTasks remote) {
    Object function = Fields.get(field, wrapper);
    if (function == null) {
      return wrapper; // it was cancelled, and only looks at that
    }
    PreparedTask<?> task = remote.prepare(kind, function);
    if (!kind.takesNothing()) {
      Fields.set(field, wrapper, kind.standIn(argument -> call(task.start(argument), wrapper)));
      return wrapper;
    }
    PendingResult<?> result = task.enter();
    Fields.set(field, wrapper, kind.standIn(_ -> call(result, wrapper)));
    giveUpWithFuture(wrapper, result);
    return () -> {
      wrapper.run();
      boolean _ = result.cancel(true); // does nothing unless it was not asked for
    };
  }

  private @Nullable Object call(PendingResult<?> result, Runnable wrapper) {
    if (!kind.takesNothing()) {
      giveUpWithFuture(wrapper, result);
    }
    try {
      return RemoteTasks.await(result);
    } catch (Exception e) {
      throw Thrown.unchanged(e);
    }
  }

  /** What has not begun when its future ends, never runs. */
  private void giveUpWithFuture(Runnable wrapper, PendingResult<?> result) {
    if (future != null && Fields.get(future, wrapper) instanceof CompletableFuture<?> ended) {
      var _ = ended.whenComplete((_, _) -> result.cancel(false));
    }
  }
}
