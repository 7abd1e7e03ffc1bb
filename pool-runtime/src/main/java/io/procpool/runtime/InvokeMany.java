package io.procpool.runtime;

import io.procpool.AsyncResult;
import io.procpool.runtime.dispatch.RunningClock;
import java.time.Duration;
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

  /**
   * Who submits looks at the clock that often at least; a process that was stopped meanwhile is
   * later.
   */
  private static final long SUBMITTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private InvokeMany() {}

  /** Runs all; those that have not ended in time, or when interrupted, are cancelled. */
  static <T extends @Nullable Object> List<Future<T>> all(
      Submit pool, Collection<? extends Callable<T>> tasks, long nanos)
      throws InterruptedException {
    RunningClock clock = new RunningClock();
    List<AsyncResult<T>> results = new ArrayList<>();
    boolean done = false;
    try {
      for (Callable<T> task : tasks) {
        clock.lookWithin(SUBMITTED_NANOS);
        results.add(pool.submit(task));
      }
      boolean inTime = true;
      for (AsyncResult<T> result : results) {
        inTime = inTime && clock.await(nanos, slice -> result.await(Duration.ofNanos(slice)));
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
    RunningClock clock = new RunningClock();
    List<AsyncResult<T>> results = new ArrayList<>();
    BlockingQueue<AsyncResult<T>> ended = new LinkedBlockingQueue<>();
    try {
      for (Callable<T> task : tasks) {
        clock.lookWithin(SUBMITTED_NANOS);
        AsyncResult<T> result = pool.submit(task);
        results.add(result);
        AsyncResult<T> _ =
            result.onSuccess(_ -> ended.add(result)).onFailure(_ -> ended.add(result));
      }
      return first(ended, results.size(), clock, nanos);
    } finally {
      results.forEach(result -> result.cancel(true));
    }
  }

  private static <T extends @Nullable Object> T first(
      BlockingQueue<AsyncResult<T>> ended, int count, RunningClock clock, long until)
      throws InterruptedException, ExecutionException, TimeoutException {
    ExecutionException last = null;
    for (int i = 0; i < count; i++) {
      List<AsyncResult<T>> next = new ArrayList<>(1);
      if (!clock.await(until, slice -> poll(ended, slice, next))) {
        throw new TimeoutException("none of " + count + " tasks gave a result in time");
      }
      try {
        return next.getFirst().get();
      } catch (ExecutionException e) {
        last = e;
      } catch (CancellationException e) {
        last = new ExecutionException(e); // the pool is being shut down
      }
    }
    throw java.util.Objects.requireNonNull(last);
  }

  private static <T> boolean poll(BlockingQueue<T> from, long nanos, List<T> to)
      throws InterruptedException {
    T polled = from.poll(nanos, TimeUnit.NANOSECONDS);
    return polled != null && to.add(polled);
  }
}
