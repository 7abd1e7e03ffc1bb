package io.procpool.runtime;

import io.procpool.runtime.call.CallContext;
import io.procpool.runtime.call.PendingResult;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task that is due once, or again and again: it waits with the timer, runs in a worker, and waits
 * again. Its future is a {@link FutureTask}'s, but for where the function runs. Any thread may
 * call.
 */
final class ScheduledCall<R extends @Nullable Object> extends FutureTask<R>
    implements RunnableScheduledFuture<R> {

  private static final Callable<@Nullable Void> ELSEWHERE =
      () -> {
        throw new IllegalStateException("it runs in a worker");
      };

  private final PoolScheduler scheduler;
  private final CallContext pool;
  private final Supplier<PendingResult<R>> task;
  private final long period;
  private volatile long due; // by System.nanoTime
  private boolean last; // guarded by this, as the next two
  private @Nullable Future<?> waits;
  private @Nullable PendingResult<R> running;

  /**
   * To be started by {@link #await}. One that is due once counts as work of the pool until it has
   * ended.
   *
   * @param task starts a run of it
   * @param delay when it is due first, in nanoseconds from now
   * @param period from one start to the next, in nanoseconds; negative: from an end to the next
   *     start; 0: it is due once
   * @throws RejectedExecutionException if the pool takes no more tasks
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // a callable that is never called
  ScheduledCall(
      PoolScheduler scheduler,
      CallContext pool,
      Supplier<PendingResult<R>> task,
      long delay,
      long period) {
    super((Callable<R>) ELSEWHERE);
    this.scheduler = scheduler;
    this.pool = pool;
    this.task = task;
    this.due = System.nanoTime() + Math.clamp(delay, 0, Long.MAX_VALUE >> 1);
    this.period = period;
    pool.beginProducing();
    if (isPeriodic()) {
      pool.endProducing(); // an orderly shutdown does not wait for it
    }
  }

  /** Waits until it is due. */
  synchronized void await() {
    if (!isDone()) {
      waits = scheduler.at(due, this);
    }
  }

  /** It is due. */
  @Override
  public void run() {
    PendingResult<R> begun;
    synchronized (this) {
      waits = null;
      if (isDone() || running != null) {
        return;
      }
      try {
        begun = begin();
      } catch (RejectedExecutionException e) {
        begun = null; // a periodic one's pool was shut down
      }
      running = begun;
    }
    if (begun == null) {
      boolean _ = cancel(false);
    } else {
      var _ = begun.onSuccess(this::ended).onFailure(this::failed);
    }
  }

  private PendingResult<R> begin() {
    if (!isPeriodic()) {
      return task.get();
    }
    pool.beginProducing();
    try {
      return task.get();
    } finally {
      pool.endProducing();
    }
  }

  private void ended(R value) {
    if (!isPeriodic()) {
      set(value);
    } else if (!awaitNext()) {
      boolean _ = cancel(false);
    }
  }

  private synchronized boolean awaitNext() {
    running = null;
    if (last) {
      return false;
    }
    due = period > 0 ? due + period : System.nanoTime() - period;
    await();
    return true;
  }

  private void failed(Throwable reason) {
    if (reason instanceof CancellationException) {
      boolean _ = cancel(false); // the pool has ended at once
    } else {
      setException(reason);
    }
  }

  /** No further run after the one that runs now. */
  void endPeriods() {
    synchronized (this) {
      last = true;
      if (running != null) {
        return;
      }
    }
    boolean _ = cancel(false);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean first = super.cancel(mayInterruptIfRunning);
    if (first) {
      stop(mayInterruptIfRunning);
    }
    return first;
  }

  private void stop(boolean mayInterruptIfRunning) {
    Future<?> timed;
    PendingResult<R> remote;
    synchronized (this) {
      timed = waits;
      remote = running;
    }
    if (timed != null) {
      boolean _ = timed.cancel(false);
    }
    if (remote != null) {
      boolean _ = remote.cancel(mayInterruptIfRunning);
    }
  }

  /** Whether no run has begun, or not since the last one ended. */
  synchronized boolean isWaiting() {
    return running == null && !isDone();
  }

  @Override
  protected void done() {
    scheduler.ended(this);
    if (!isPeriodic()) {
      pool.endProducing();
    }
  }

  @Override
  public boolean isPeriodic() {
    return period != 0;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
