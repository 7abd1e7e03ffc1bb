package io.procpool;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Callable} that can be sent to a worker.
 *
 * <p>Lambdas and method references become serializable by this type alone: {@code pool.submit(() ->
 * fib(40))} picks it over plain {@code Callable}. What a lambda captures travels with it, as a
 * copy.
 *
 * @param <R> what it returns; must be sendable too
 */
@FunctionalInterface
public interface Task<R extends @Nullable Object> extends Callable<R>, TaskAction {

  @Override
  R call() throws Exception;

  /**
   * {@link #call} without its result: a task is also an action. So a method reference that would do
   * as either is a task, and its result is not lost.
   */
  @Override
  @SuppressWarnings("FunctionalInterfaceMethodChanged") // it does the same
  default void run() throws Exception {
    R _ = call();
  }
}
