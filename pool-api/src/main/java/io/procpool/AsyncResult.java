package io.procpool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task, or of a whole {@code mapAsync}, that may not be there yet.
 *
 * <p>Waiting ends when the result is there, the time is up or the thread is interrupted; never does
 * a waiter hang on a dead worker. A timeout of {@code get} leaves the task alone: call again later,
 * or {@link #cancel}.
 *
 * <p>Safe for any number of threads. The value is unpickled once, by the first thread that asks for
 * it.
 *
 * @param <R> the result
 */
public interface AsyncResult<R extends @Nullable Object> extends Future<R> {

  /**
   * Waits at most {@code timeout} for the result.
   *
   * @throws TimeoutException if it is not there in time; the task goes on
   * @throws ExecutionException if the task failed; the cause is its own exception or a {@link
   *     PoolException}
   * @throws java.util.concurrent.CancellationException if it was cancelled
   */
  R get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException;

  /**
   * Waits at most {@code timeout} for the end of the task, whatever its outcome; false if the time
   * is up first.
   */
  boolean await(Duration timeout) throws InterruptedException;

  /**
   * Whether the task ended without failure.
   *
   * @throws IllegalStateException if it has not ended yet
   */
  boolean isSuccessful();

  /**
   * Calls {@code action} with the result when it is there, on a thread of the pool's callback
   * executor; never if the task fails. What {@code action} throws is logged.
   *
   * @return this
   */
  AsyncResult<R> onSuccess(Consumer<? super R> action);

  /**
   * Calls {@code action} with the failure, as {@link #get} would have it as its cause (or a {@code
   * CancellationException}), on a thread of the pool's callback executor. What {@code action}
   * throws is logged.
   *
   * @return this
   */
  AsyncResult<R> onFailure(Consumer<? super Throwable> action);

  /**
   * A future that completes as this does, on a thread of the pool's callback executor, with the
   * cause {@link #get} would have. Cancelling it cancels this.
   */
  CompletableFuture<R> toCompletableFuture();

  /**
   * Cancels the task: what has not started never runs. What runs is stopped only if {@code
   * mayInterruptIfRunning}, and then for sure: its thread is interrupted, so that its {@code
   * finally} blocks run, and if it has not ended within {@link PoolOptions#graceTime} its worker is
   * killed and a new one takes its place. Else it goes on, and its result is dropped. Either way
   * this has ended at once, as cancelled.
   *
   * @return false if it had ended already
   */
  @Override
  boolean cancel(boolean mayInterruptIfRunning);
}
