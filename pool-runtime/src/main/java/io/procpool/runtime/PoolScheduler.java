package io.procpool.runtime;

import static java.util.Objects.requireNonNull;

import io.procpool.NotSendableException;
import io.procpool.ipc.message.CallKind;
import io.procpool.runtime.call.CallContext;
import io.procpool.runtime.call.PendingResult;
import io.procpool.runtime.call.PreparedTask;
import io.procpool.runtime.wrapper.HandedTasks;
import io.procpool.runtime.wrapper.RemoteTasks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view of a pool that runs tasks later: the JDK's scheduler waits until they are due, in a daemon
 * thread that is there while one waits and hands them to the pool. Any thread may call.
 */
final class PoolScheduler implements ScheduledExecutorService {

  private static final int IDLE_SECONDS = 5;

  private final LocalPool pool;
  private final CallContext context;
  private final RemoteTasks remoteTasks;
  private final ScheduledThreadPoolExecutor timer;
  private final Termination termination;
  private final Set<Object> open = new HashSet<>(); // guarded by this: what has not ended
  private volatile boolean shutdown; // written under this

  PoolScheduler(LocalPool pool, CallContext context, RemoteTasks remoteTasks) {
    this.pool = pool;
    this.context = context;
    this.remoteTasks = remoteTasks;
    this.termination = new Termination(pool.name(), context.callbacks());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name(pool.name() + "-timer").daemon().factory());
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true); // a thread would hold the pool, which may be dropped
    timer.setRemoveOnCancelPolicy(true);
  }

  // ---- later

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return begin(CallKind.RUNNABLE, command, unit.toNanos(delay), 0);
  }

  @Override
  public <V extends @Nullable Object> ScheduledFuture<V> schedule(
      Callable<V> callable, long delay, TimeUnit unit) {
    return begin(CallKind.CALLABLE, callable, unit.toNanos(delay), 0);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return begin(
        CallKind.RUNNABLE, command, unit.toNanos(initialDelay), positive("period", period, unit));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return begin(
        CallKind.RUNNABLE, command, unit.toNanos(initialDelay), -positive("delay", delay, unit));
  }

  private static long positive(String what, long time, TimeUnit unit) {
    if (time <= 0) {
      throw new IllegalArgumentException(what + "=" + time + " is not positive");
    }
    return Math.min(unit.toNanos(time), Long.MAX_VALUE >> 1);
  }

  private <V extends @Nullable Object> ScheduledCall<V> begin(
      CallKind kind, Object task, long delay, long period) {
    PreparedTask<V> prepared = prepared(kind, task);
    return begin(() -> prepared.start(null), delay, period);
  }

  private <V extends @Nullable Object> PreparedTask<V> prepared(CallKind kind, Object task) {
    requireNonNull(task, "task");
    if (shutdown) {
      throw rejected();
    }
    try {
      return remoteTasks.prepare(kind, task);
    } catch (NotSendableException e) {
      throw HandedTasks.rejected(pool.name(), e);
    }
  }

  private <V extends @Nullable Object> ScheduledCall<V> begin(
      Supplier<PendingResult<V>> task, long delay, long period) {
    ScheduledCall<V> call = new ScheduledCall<>(this, context, task, delay, period);
    try {
      enter(call);
    } catch (RejectedExecutionException e) {
      boolean _ = call.cancel(false);
      throw e;
    }
    if (delay <= 0) {
      call.run();
    } else {
      call.await();
    }
    if (call.isPeriodic() && pool.isShutdown()) {
      call.endPeriods(); // the pool may not have seen it when it shut its views down
    }
    return call;
  }

  /** Runs a call when it is due. */
  Future<?> at(long due, Runnable call) {
    return timer.schedule(call, due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  // ---- now

  @Override
  public void execute(Runnable command) {
    requireNonNull(command, "command");
    Object execution = new Object();
    enter(execution);
    try {
      pool.execute(command, () -> ended(execution));
    } catch (RuntimeException | Error e) {
      ended(execution);
      throw e;
    }
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
    return begin(CallKind.CALLABLE, task, 0, 0);
  }

  @Override
  public Future<?> submit(Runnable task) {
    return begin(CallKind.RUNNABLE, task, 0, 0);
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
    PreparedTask<?> prepared = prepared(CallKind.RUNNABLE, task);
    return begin(() -> prepared.start(null).then(result), 0, 0);
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks) throws InterruptedException {
    return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    Object call = new Object();
    enter(call);
    try {
      return pool.invokeAll(tasks, timeout, unit);
    } finally {
      ended(call);
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    Object call = new Object();
    enter(call);
    try {
      return pool.invokeAny(tasks);
    } finally {
      ended(call);
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Object call = new Object();
    enter(call);
    try {
      return pool.invokeAny(tasks, timeout, unit);
    } finally {
      ended(call);
    }
  }

  // ---- the end

  private synchronized void enter(Object call) {
    if (shutdown) {
      throw rejected();
    }
    open.add(call);
  }

  private RejectedExecutionException rejected() {
    return new RejectedExecutionException(
        "the scheduler of pool " + pool.name() + " was shut down and takes no more tasks");
  }

  /** It will not run any more. */
  synchronized void ended(Object call) {
    open.remove(call);
    endIfDue();
  }

  private synchronized void endIfDue() {
    if (shutdown && open.isEmpty()) {
      timer.shutdown();
      termination.begin();
    }
  }

  @Override
  public void shutdown() {
    for (ScheduledCall<?> call : stopAccepting()) {
      if (call.isPeriodic()) {
        call.endPeriods();
      }
    }
    endIfDue();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> neverBegan = new ArrayList<>();
    for (ScheduledCall<?> call : stopAccepting()) {
      if (call.isWaiting()) {
        neverBegan.add(call);
      }
      boolean _ = call.cancel(true);
    }
    endIfDue();
    return neverBegan;
  }

  /** What has not ended. */
  private synchronized List<ScheduledCall<?>> stopAccepting() {
    shutdown = true;
    List<ScheduledCall<?>> calls = new ArrayList<>();
    for (Object call : open) {
      if (call instanceof ScheduledCall<?> scheduled) {
        calls.add(scheduled);
      }
    }
    return calls;
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return termination.isDone();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return termination.await(unit.toNanos(timeout));
  }

  @Override
  public String toString() {
    return "scheduler of " + pool;
  }
}
