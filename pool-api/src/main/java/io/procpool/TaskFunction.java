package io.procpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument that runs in a worker.
 *
 * @param <T> its argument, sent as a copy
 * @param <R> its result, sent back as a copy
 */
@FunctionalInterface
public interface TaskFunction<T extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /** Runs in the worker; what it throws reaches the caller as the cause of its failure. */
  R apply(T argument) throws Exception;
}
