package io.procpool.runtime;

import io.procpool.AsyncResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code invokeAll} and {@code invokeAny} of {@link java.util.concurrent.ExecutorService}, by
 * submitting.
 */
final class InvokeMany {

  /** Submits a task. */
  interface Submit {
    <T extends @Nullable Object> AsyncResult<T> submit(Callable<T> task);
  }

  private InvokeMany() {}

  /** Runs all; those that have not ended in time, or when interrupted, are cancelled. */
  static <T extends @Nullable Object> List<Future<T>> all(
      Submit pool, Collection<? extends Callable<T>> tasks, long nanos)
      throws InterruptedException {
    long end = endOf(nanos);
    List<AsyncResult<T>> results = new ArrayList<>();
    boolean done = false;
    try {
      for (Callable<T> task : tasks) {
        results.add(pool.submit(task));
      }
      boolean inTime = true;
      for (AsyncResult<T> result : results) {
        inTime = inTime && result.await(java.time.Duration.ofNanos(restOf(end)));
      }
      done = inTime;
      return List.copyOf(results);
    } finally {
      if (!done) {
        // The last first: what has not started must not get the worker of one that is stopped.
        results.reversed().forEach(result -> result.cancel(true));
      }
    }
  }

  /** The first result; all other tasks are cancelled. */
  static <T extends @Nullable Object> T any(
      Submit pool, Collection<? extends Callable<T>> tasks, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("invokeAny needs at least one task");
    }
    long end = endOf(nanos);
    List<AsyncResult<T>> results = new ArrayList<>();
    BlockingQueue<AsyncResult<T>> ended = new LinkedBlockingQueue<>();
    try {
      for (Callable<T> task : tasks) {
        AsyncResult<T> result = pool.submit(task);
        results.add(result);
        AsyncResult<T> _ =
            result.onSuccess(_ -> ended.add(result)).onFailure(_ -> ended.add(result));
      }
      return first(ended, results.size(), end);
    } finally {
      results.forEach(result -> result.cancel(true));
    }
  }

  private static <T extends @Nullable Object> T first(
      BlockingQueue<AsyncResult<T>> ended, int count, long end)
      throws InterruptedException, ExecutionException, TimeoutException {
    ExecutionException last = null;
    for (int i = 0; i < count; i++) {
      AsyncResult<T> result = ended.poll(restOf(end), TimeUnit.NANOSECONDS);
      if (result == null) {
        throw new TimeoutException("none of " + count + " tasks gave a result in time");
      }
      try {
        return result.get();
      } catch (ExecutionException e) {
        last = e;
      } catch (CancellationException e) {
        last = new ExecutionException(e); // the pool is being shut down
      }
    }
    throw java.util.Objects.requireNonNull(last);
  }

  private static long endOf(long nanos) {
    long now = System.nanoTime();
    return nanos > Long.MAX_VALUE - Math.max(0, now) ? Long.MAX_VALUE : now + nanos;
  }

  private static long restOf(long end) {
    return end == Long.MAX_VALUE ? Long.MAX_VALUE : end - System.nanoTime();
  }
}
