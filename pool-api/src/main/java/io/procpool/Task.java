package io.procpool;

import java.io.Serializable;
import java.util.concurrent.Callable;

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
public interface Task<R extends @org.jspecify.annotations.Nullable Object>
    extends Callable<R>, Serializable {

  @Override
  R call() throws Exception;
}
