package io.procpool.runtime.wrapper;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.call.PendingResult;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Guava's future of a callable, which {@code MoreExecutors.listeningDecorator} and {@code
 * Futures.submit} hand to an executor. It keeps the callable in a task object of its own, which is
 * replaced by one that waits for the worker.
 *
 * @param task where the future keeps its task object
 * @param taskType the kind of task object that can be replaced
 * @param callable where that keeps the user's callable
 * @param newTask makes one, of the future and a callable
 */
record GuavaFutureTask(Field task, Class<?> taskType, Field callable, Constructor<?> newTask)
    implements Wrapper {

  /**
   * Finds the parts in a Guava of any version that has them.
   *
   * @throws ReflectiveOperationException if it has not
   */
  static GuavaFutureTask of(Class<?> future) throws ReflectiveOperationException {
    Class<?> taskType =
        Class.forName(
            future.getName() + "$TrustedFutureInterruptibleTask", false, future.getClassLoader());
    Constructor<?> newTask = taskType.getDeclaredConstructor(future, Callable.class);
    newTask.setAccessible(true);
    return new GuavaFutureTask(
        Fields.of(future, "task"), taskType, Fields.of(taskType, "callable"), newTask);
  }

  @Override
  public Runnable takeApart(Runnable future, RemoteTasks remote) {
    Object held = Fields.get(task, future);
    if (held == null) {
      return future; // it was cancelled
    }
    if (!taskType.isInstance(held)) {
      throw KnownWrappers.notSendable(
          future, "its task is a " + held.getClass().getTypeName() + ", which runs here only");
    }
    Object function = requireNonNull(Fields.get(callable, held), "a task has a callable");
    PendingResult<?> result = remote.prepare(CallKind.CALLABLE, function).enter();
    Fields.set(task, future, waiting(future, result));
    return () -> {
      future.run();
      boolean _ = result.cancel(true); // does nothing unless the future was cancelled meanwhile
    };
  }

  private Object waiting(Runnable future, PendingResult<?> result) {
    Callable<@Nullable Object> wait = () -> RemoteTasks.await(result);
    try {
      return newTask.newInstance(future, wait);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(newTask + " failed", e);
    }
  }
}
