package io.procpool.runtime.wrapper;

import com.google.common.base.Function;
import io.procpool.TaskFunction;
import io.procpool.ipc.message.CallKind;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper that keeps the user's function in a field until it runs, such as Guava's {@code
 * Futures.transform}.
 */
record FunctionField(Field field) implements Wrapper {

  @Override
  public Runnable takeApart(Runnable wrapper, RemoteTasks remote) {
    if (Fields.get(field, wrapper) instanceof Function<?, ?> function) {
      Fields.set(field, wrapper, remote(function, remote));
    } // else it was cancelled, and only looks at that
    return wrapper;
  }

  private static <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> remote(
      Function<T, R> function, RemoteTasks remote) {
    TaskFunction<T, R> task = function::apply;
    return argument -> call(task, argument, remote);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // R is what the user's function returns
  private static <R extends @Nullable Object> R call(
      TaskFunction<?, R> task, @Nullable Object argument, RemoteTasks remote) {
    try {
      return (R) RemoteTasks.await(remote.startAccepted(CallKind.FUNCTION, task, argument));
    } catch (Exception e) {
      throw Thrown.unchanged(e);
    }
  }
}
