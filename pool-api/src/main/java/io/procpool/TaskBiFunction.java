package io.procpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments that runs in a worker: what {@code starmap} calls with each pair.
 *
 * @param <A> its first argument, sent as a copy
 * @param <B> its second argument, sent as a copy
 * @param <R> its result, sent back as a copy
 */
@FunctionalInterface
public interface TaskBiFunction<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /** Runs in the worker; what it throws reaches the caller as the cause of its failure. */
  R apply(A first, B second) throws Exception;
}
