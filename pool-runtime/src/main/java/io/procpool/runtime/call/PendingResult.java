package io.procpool.runtime.call;

import static java.util.Objects.requireNonNull;

import io.procpool.AsyncResult;
import io.procpool.runtime.dispatch.RunningClock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call: ended once, by the dispatcher or by a cancel; read once, by the first
 * thread that asks.
 */
public final class PendingResult<R extends @Nullable Object> implements AsyncResult<R> {

  private static final System.Logger LOG = System.getLogger("io.procpool");

  /** What a call's owner does when it is cancelled. */
  public interface Canceller {
    void cancel(boolean stopRunning);
  }

  private final CompletableFuture<TaskEnd<R>> end = new CompletableFuture<>();
  private final Executor callbacks;
  private volatile @Nullable Canceller canceller;
  private volatile @Nullable Object owner; // kept reachable until the end
  private @Nullable Waiter waiter; // the calling thread's

  private boolean read; // guarded by this, with the next two
  private @Nullable R value;
  private @Nullable CallFailure failure;

  PendingResult(Executor callbacks, @Nullable Object owner) {
    this.callbacks = callbacks;
    this.owner = owner;
  }

  /**
   * The waiter that {@link #join} will be, as this thread calls it next; null for a virtual thread.
   */
  @Nullable Waiter awaited(long nanosPerItem) {
    waiter = Thread.currentThread().isVirtual() ? null : new Waiter(nanosPerItem);
    return waiter;
  }

  /** What to do when it is cancelled; said before the call begins. */
  void onCancel(Canceller action) {
    canceller = action;
  }

  /** Ends the call, unless it has ended. Quick; for the dispatcher. */
  void end(TaskEnd<R> how) {
    if (end.complete(how)) {
      canceller = null;
      owner = null;
    }
  }

  /** Ends a call of this process, unless it has ended. */
  public void end(R value) {
    end(new Value<>(value));
  }

  private record Value<R extends @Nullable Object>(R value) implements TaskEnd<R> {

    @Override
    public boolean isSuccess() {
      return true;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public R read() {
      return value;
    }
  }

  /** A result that ends as this one does, with another value. */
  public <S extends @Nullable Object> PendingResult<S> then(S other) {
    PendingResult<S> result = new PendingResult<>(callbacks, owner);
    result.onCancel(this::cancel);
    var _ = end.thenAccept(how -> result.end(new Replaced<>(how, other)));
    return result;
  }

  private record Replaced<S extends @Nullable Object>(TaskEnd<?> end, S value)
      implements TaskEnd<S> {

    @Override
    public boolean isSuccess() {
      return end.isSuccess();
    }

    @Override
    public boolean isCancelled() {
      return end.isCancelled();
    }

    @Override
    public S read() throws CallFailure {
      Object _ = end.read();
      return value;
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    Canceller action = canceller;
    boolean first =
        end.complete(
            new TaskEnd.GivenUp<>(
                CallFailure.of(new CancellationException("cancelled by its caller"))));
    if (first && action != null) {
      action.cancel(mayInterruptIfRunning);
      canceller = null;
      owner = null;
    }
    return first;
  }

  @Override
  public boolean isCancelled() {
    return end.isDone() && end.join().isCancelled();
  }

  @Override
  public boolean isDone() {
    return end.isDone();
  }

  @Override
  public boolean isSuccessful() {
    if (!end.isDone()) {
      throw new IllegalStateException("the task has not ended yet: ask after get, await or isDone");
    }
    if (!end.join().isSuccess()) {
      return false;
    }
    try {
      R _ = read();
      return true;
    } catch (CallFailure e) {
      return false; // the result came, and cannot be read here
    }
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    boolean _ = endWithin(Long.MAX_VALUE);
    return result();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return get(Duration.ofNanos(unit.toNanos(timeout)));
  }

  @Override
  public R get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
    if (!await(timeout)) {
      throw new TimeoutException("no result within " + timeout + "; the task goes on");
    }
    return result();
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(requireNonNull(timeout, "timeout"));
    return new RunningClock().await(nanos, this::endWithin);
  }

  private boolean endWithin(long nanos) throws InterruptedException {
    try {
      TaskEnd<R> _ = end.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an end is never exceptional", e);
    }
  }

  private R result() throws ExecutionException {
    try {
      return read();
    } catch (CallFailure e) {
      throw e.asExecution();
    }
  }

  /**
   * Waits and reads, for a synchronous call.
   *
   * @throws CancellationException if interrupted: the call is cancelled, and the thread stays
   *     interrupted
   */
  public R join() {
    try {
      if (waiter != null) {
        waiter.read(end::isDone);
      }
      boolean _ = endWithin(Long.MAX_VALUE);
      return read();
    } catch (InterruptedException e) {
      cancel(true);
      Thread.currentThread().interrupt();
      CancellationException cancel =
          new CancellationException("interrupted while waiting; the call was cancelled");
      cancel.initCause(e);
      throw cancel;
    } catch (CallFailure e) {
      throw e.asUnchecked();
    } finally {
      if (waiter != null) {
        waiter.end();
      }
    }
  }

  /** The value, read by the first thread that asks. The call must have ended. */
  @SuppressWarnings("NullAway") // a value may be null if R says so
  private synchronized R read() throws CallFailure {
    if (!read) {
      try {
        value = end.join().read();
      } catch (CallFailure e) {
        failure = e;
      } catch (RuntimeException e) {
        failure = CallFailure.of(e);
      }
      read = true;
      end.obtrudeValue(new TaskEnd.AlreadyRead<>(failure == null, isCancelled()));
    }
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  @Override
  public AsyncResult<R> onSuccess(Consumer<? super R> action) {
    requireNonNull(action, "action");
    whenEnded(() -> {
      R result;
      try {
        result = read();
      } catch (CallFailure e) {
        return;
      }
      action.accept(result);
    });
    return this;
  }

  @Override
  public AsyncResult<R> onFailure(Consumer<? super Throwable> action) {
    requireNonNull(action, "action");
    whenEnded(() -> {
      try {
        R _ = read();
      } catch (CallFailure e) {
        action.accept(e.reason());
      }
    });
    return this;
  }

  /** Runs the action on a callback's thread when this has ended. */
  public void whenEnded(Runnable action) {
    var _ =
        end.thenRunAsync(
            () -> {
              try {
                action.run();
              } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "a callback of an AsyncResult threw", e);
              }
            },
            callbacks);
  }

  @Override
  public CompletableFuture<R> toCompletableFuture() {
    CompletableFuture<R> future = new CompletableFuture<>();
    whenEnded(() -> {
      try {
        future.complete(read());
      } catch (CallFailure e) {
        future.completeExceptionally(e.reason());
      }
    });
    var _ =
        future.whenComplete((result, thrown) -> {
          if (future.isCancelled()) {
            cancel(true);
          }
        });
    return future;
  }

  @Override
  public State state() {
    if (!isDone()) {
      return State.RUNNING;
    }
    return isCancelled() ? State.CANCELLED : isSuccessful() ? State.SUCCESS : State.FAILED;
  }

  @Override
  public R resultNow() {
    if (!isDone()) {
      throw new IllegalStateException("the task has not ended yet");
    }
    try {
      return read();
    } catch (CallFailure e) {
      throw new IllegalStateException("the task ended without a result", e.reason());
    }
  }

  @Override
  public Throwable exceptionNow() {
    if (!isDone()) {
      throw new IllegalStateException("the task has not ended yet");
    }
    try {
      R _ = read();
    } catch (CallFailure e) {
      if (isCancelled()) {
        throw new IllegalStateException("the task was cancelled", e.reason());
      }
      return e.reason();
    }
    throw new IllegalStateException("the task ended with a result");
  }
}
